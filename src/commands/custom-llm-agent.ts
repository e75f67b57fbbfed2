import {
  type CustomLlmAgentPlan,
  createCustomLlmAgent,
  desiredCustomLlmAgent,
  planCustomLlmAgent,
} from "../domain/agent/creation/custom-llm-agent.ts";
import { withLiveTranscripts } from "../domain/agent/content/agent-content.ts";
import { parseTemplate } from "../domain/agent/template/template.ts";
import { type Clinic, accountOf } from "../domain/clinic/clinic.ts";
import { effectiveDialogue } from "../domain/clinic/dialogue-settings.ts";
import { socketUrl } from "../domain/dialogue/socket-address.ts";
import { applyBind, planBind } from "../domain/fleet/numbers/change-number.ts";
import { requireClinic } from "../domain/fleet/ports.ts";
import { agentPorts } from "./agent/agent-ports.ts";
import { publicUrlOf } from "./arguments.ts";
import type { Context } from "./context.ts";
import { readTemplateInput, shippedTemplate } from "./input-files.ts";
import { numberPorts } from "./number-ports.ts";
import { socketSecret } from "./socket-secret.ts";

export interface CustomLlmAgentOrder {
  readonly clinic: string;
  /** The template that provides its voice, privacy, analysis and event settings. */
  readonly template?: string | undefined;
  readonly dryRun: boolean;
}

export interface CustomLlmAgentDone {
  readonly clinic: string;
  readonly action: CustomLlmAgentPlan["action"];
  readonly agentId: string | null;
  readonly version: number | null;
  /** The address without its secret. */
  readonly socketUrl: string;
  /** null: the clinic has no number yet. */
  readonly number: string | null;
  readonly dryRun: boolean;
}

/** Creates or updates the clinic's own agent and binds the clinic's number to it, changing only what differs. */
export async function customLlmAgent(order: CustomLlmAgentOrder, context: Context): Promise<CustomLlmAgentDone> {
  const store = await context.store();
  const clinic = await requireClinic(order.clinic, store.clinics);
  const key = order.dryRun ? await (await context.sockets()).keyOf(clinic.id) : await socketSecret(clinic, context);
  const place = { publicUrl: publicUrlOf(context), slug: clinic.slug };
  const own = await store.scope(clinic.id).dialogue.read();
  const dialogue = effectiveDialogue(own, await store.dialogueDefaults.read());
  const { settings } = await templateOf(order.template, context);
  const source = { clinic, settings, dialogue, socketUrl: socketUrl({ ...place, key }) };
  const request = { clinic, desired: desiredCustomLlmAgent(source, (text) => context.digest(text)) };
  const ports = await agentPorts(context, accountOf(clinic));
  const shown = {
    clinic: clinic.slug,
    socketUrl: socketUrl({ ...place, key: "…" }),
    dryRun: order.dryRun,
  };
  if (order.dryRun) {
    const { action, recorded } = await planCustomLlmAgent(request, ports);
    const number = (await store.scope(clinic.id).number.find())?.phoneNumber ?? null;
    return { ...shown, action, agentId: recorded?.agentId ?? null, version: recorded?.version ?? null, number };
  }
  const { action, agent } = await createCustomLlmAgent(request, ports);
  const number = await bindNumber(clinic, context);
  return { ...shown, action, agentId: agent.agentId, version: agent.version, number };
}

async function templateOf(named: string | undefined, context: Context) {
  const { json } = await readTemplateInput(named, context);
  const template = parseTemplate(json, {
    file: named ?? shippedTemplate,
    values: { PUBLIC_URL: publicUrlOf(context) },
  });
  return { settings: (context.config().liveTranscripts === "yes" ? withLiveTranscripts(template) : template).agent };
}

/** The number may still be bound to the master agent, or to an earlier version. */
async function bindNumber(clinic: Clinic, context: Context): Promise<string | null> {
  const store = await context.store();
  const stored = await store.scope(clinic.id).number.find();
  if (stored === undefined) return null;
  const ports = await numberPorts(clinic, context);
  await applyBind(await planBind({ clinic: clinic.id, phoneNumber: undefined, takeOver: false }, ports), ports);
  return stored.phoneNumber;
}

export function customLlmAgentJson(done: CustomLlmAgentDone) {
  return {
    engine: "custom-llm",
    clinic: done.clinic,
    dry_run: done.dryRun,
    outcome: done.action,
    agent_id: done.agentId,
    agent_version: done.version,
    socket_url: done.socketUrl,
    number: done.number,
  };
}

const said = { create: "created", update: "updated", unchanged: "up to date" } as const;

export function customLlmAgentText(done: CustomLlmAgentDone): string {
  const agent = done.agentId === null ? "" : ` (${done.agentId} version ${done.version ?? 0})`;
  const would = done.dryRun ? "would be" : "is";
  return [
    `The agent of ${done.clinic} ${would} ${said[done.action]}${agent}.`,
    `Calls go to ${done.socketUrl}`,
    done.number === null
      ? `${done.clinic} has no number yet. Import one with: ascendia number:import ${done.clinic}`
      : `${done.number} ${would} bound to it.`,
  ].join("\n");
}
