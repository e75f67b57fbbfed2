import type { Command } from "commander";
import { socketUrl } from "../../domain/dialogue/socket-address.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { publicUrlOf } from "../arguments.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeSocketSecret, newSocketSecret } from "../socket-secret.ts";

interface UrlFlags extends ClinicFlag {
  readonly rotate?: boolean;
  readonly close?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("print a clinic's socket address, Retell's llm_websocket_url")
    .option("--rotate", "create a new secret; the previous address stops working at once")
    .option("--close", "remove the secret: every call over the socket is refused")
    .action(async (flags: UrlFlags) => print(await namedClinic(flags, context), flags, context));
}

async function print(named: string, flags: UrlFlags, context: Context): Promise<void> {
  const { rotate = false, close = false, dryRun = false } = flags;
  if (rotate && close) {
    throw new AscendiaError("usage", "Pass --rotate or --close, not both.", {
      hint: "--rotate creates a new secret; --close removes it.",
    });
  }
  const clinic = await requireClinic(named, (await context.store()).clinics);
  const before = await (await context.sockets()).keyOf(clinic.id);
  const after = wantedKey(before, { rotate, close });
  const changes = after !== before;
  if (changes && !dryRun) await changeSocketSecret(clinic, { before, after }, context);
  const facts = { dry_run: dryRun, slug: clinic.slug, secret: after !== null, changed: changes };
  if (after === null) {
    context.output.result({ ...facts, url: null }, () => closedText(clinic.slug, before, dryRun));
    return;
  }
  const url = socketUrl({ publicUrl: publicUrlOf(context), slug: clinic.slug, key: changes && dryRun ? "…" : after });
  context.output.result({ ...facts, url }, () =>
    changes && !dryRun
      ? `${url}\nSet it at Retell with: ascendia agent:create --engine custom-llm --clinic ${clinic.slug}`
      : url,
  );
}

function closedText(slug: string, before: string | null, dryRun: boolean): string {
  const state = before === null ? "is already closed" : `${dryRun ? "would be" : "is"} closed`;
  return `The socket of ${slug} ${state}: its calls are refused.`;
}

function wantedKey(
  before: string | null,
  { rotate, close }: Required<Pick<UrlFlags, "rotate" | "close">>,
): string | null {
  if (close) return null;
  return rotate ? newSocketSecret() : (before ?? newSocketSecret());
}
