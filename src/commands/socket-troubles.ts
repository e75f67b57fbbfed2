import { effectiveDialogue } from "../domain/clinic/dialogue-settings.ts";
import { NO_MODEL_FIX, hasModel } from "../domain/dialogue/has-model.ts";
import type { ClinicTrouble } from "../domain/fleet/repair/drift.ts";
import type { FleetClinic } from "../domain/fleet/ports.ts";
import type { Context } from "./context.ts";

/** Clinics with an agent of their own whose calls are refused at the socket, and why. */
export async function socketTroubles(
  clinics: readonly FleetClinic[],
  context: Context,
): Promise<readonly ClinicTrouble[]> {
  const own = clinics.filter(({ clinic, usesSocket }) => clinic.status === "active" && usesSocket);
  if (own.length === 0) return [];
  const withKey = await (await context.sockets()).clinicsWithKey();
  const closed = own.filter(({ clinic }) => !withKey.has(clinic.id)).map(({ clinic }) => withoutSecret(clinic.slug));
  const { mode } = context.config();
  return mode === "live" ? [...closed, ...(await withoutModel(own, context))] : closed;
}

function withoutSecret(slug: string): ClinicTrouble {
  return {
    slug,
    detail: "its agent's address carries no secret, so its calls are refused",
    fix: `ascendia agent:create --engine custom-llm --clinic ${slug}`,
  };
}

async function withoutModel(own: readonly FleetClinic[], context: Context): Promise<readonly ClinicTrouble[]> {
  const slugs = await clinicsWithoutModel(own, context);
  const detail = "its calls come over the socket and no language model is configured, so they are refused";
  return slugs.map((slug) => ({ slug, detail, fix: NO_MODEL_FIX }));
}

/** Slugs of clinics with an agent of their own but no language model: in live mode their calls are refused. */
export async function clinicsWithoutModel(
  clinics: readonly FleetClinic[],
  context: Context,
): Promise<readonly string[]> {
  const own = clinics.filter(({ usesSocket }) => usesSocket);
  if (own.length === 0) return [];
  const store = await context.store();
  const defaults = await store.dialogueDefaults.read();
  const slugs: string[] = [];
  for (const { clinic } of own) {
    const settings = effectiveDialogue(await store.scope(clinic.id).dialogue.read(), defaults);
    if (!hasModel(context.config(), settings)) slugs.push(clinic.slug);
  }
  return slugs;
}

/** In a sandbox, warns of calls that live mode would refuse; null: none, or this is live mode. */
export async function modelWarning(context: Context): Promise<string | null> {
  if (context.config().mode === "live") return null;
  const { fleet } = await context.store();
  const slugs = await clinicsWithoutModel(await fleet.clinics(), context);
  if (slugs.length === 0) return null;
  const whose = slugs.length === 1 ? `calls of ${slugs[0] ?? ""}` : `calls of ${slugs.length} clinics`;
  return `no language model is configured: in live mode ${whose} over the socket would be refused`;
}
