import type { Command } from "commander";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import type { RevealFlag } from "../view.ts";
import { messageJson, messageNamed } from "./view.ts";

type ShowFlags = ClinicFlag & RevealFlag;

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show a message that a caller left")
    .argument("<message>", "message id, or its last characters as shown by message:list")
    .option("--reveal", "show the full phone number, and numbers in the text")
    .action((id: string, flags: ShowFlags) => show(id, flags, context));
}

async function show(id: string, flags: ShowFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const message = await messageNamed(id, { clinic, database: stores.outreach });
  const shown = { message: message.id, numbers: flags.reveal === true ? "whole" : "masked" };
  await recordRead({ action: "message:show", subject: `clinic:${clinic.slug}`, shown }, context);
  const json = messageJson(message, clinic, flags);
  context.output.result({ clinic: clinic.slug, ...json }, () => {
    const lines: readonly (readonly [string, string])[] = [
      ["id", json.id],
      ["received", `${dateAt(message.createdAt, clinic.timezone)} ${wallTimeAt(message.createdAt, clinic.timezone)}`],
      ["call", json.call_id],
      ["from", json.name ?? "not given"],
      ["phone", json.phone ?? "not given"],
      ["urgency", json.urgency],
      ["state", json.done_at === null ? "open" : `done ${json.done_at}`],
    ];
    const head = lines.map(([label, value]) => `${label.padEnd(9)} ${value}`);
    return terminalSafe([...head, "", json.text].join("\n"));
  });
}
