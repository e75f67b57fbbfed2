import type { Command } from "commander";
import { shortId } from "../../domain/booking/find-by-name.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { table } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, openOutreach } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import type { RevealFlag } from "../view.ts";
import { messageJson } from "./view.ts";

interface ListFlags extends ClinicFlag, RevealFlag {
  readonly all?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("list the messages that callers left: those that are open, latest first")
    .option("--all", "also those that are done")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinic, database } = await openOutreach(flags, context);
  const found = await database.stores.messages.list({ isOpenOnly: flags.all !== true });
  const messages = found.map((message) => messageJson(message, clinic, flags));
  const shown = { messages: messages.length, numbers: flags.reveal === true ? "whole" : "masked" };
  await recordRead({ action: "message:list", subject: `clinic:${clinic.slug}`, shown }, context);
  context.output.result({ clinic: clinic.slug, messages }, () =>
    messages.length === 0
      ? `No ${flags.all === true ? "" : "open "}messages.`
      : table(
          ["received", "from", "phone", "message", "urgency", "state", "id"],
          messages.map(({ id, name, phone, text, urgency, created_at: created, done_at: done }) => [
            receivedAt(Date.parse(created), clinic.timezone),
            name ?? "",
            phone ?? "",
            text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text,
            urgency,
            done === null ? "open" : "done",
            shortId(id),
          ]),
        ),
  );
}

const MOST_SHOWN = 60;

function receivedAt(at: number, timezone: string): string {
  return `${dateAt(at, timezone)} ${wallTimeAt(at, timezone)}`;
}
