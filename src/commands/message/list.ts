import type { Command } from "commander";
import { shortId } from "../../domain/find-by-id.ts";
import type { Message } from "../../domain/call/message.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { PageRequest } from "../../domain/page.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { allRows } from "../../domain/page.ts";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type Columns, type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { recordRead } from "../record-change.ts";
import type { RevealFlag } from "../view.ts";
import { messageJson } from "./view.ts";

interface ListFlags extends ClinicFlag, RevealFlag, PageFlags {
  readonly all?: boolean;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(addClinicOption(command), "names, numbers and texts")
    .description("list the open messages that callers left, latest first")
    .option("--all", "include messages that are done")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const isOpenOnly = flags.all !== true;
  const source = {
    read: (page: PageRequest) => stores.outreach.stores.messages.list({ isOpenOnly, ...page }),
    placeOf: ({ createdAt, id }: Message) => ({ by: createdAt, id }),
  };
  const columns = columnsOf(clinic, flags);
  if (flags.stream === true) {
    await record("all", { clinic, flags }, context);
    for await (const message of allRows(flags, source)) {
      context.output.item(messageJson(message, clinic, flags), () => tabbed(message, columns));
    }
    return;
  }
  const page = await readPage(flags, source);
  await record(page.rows.length, { clinic, flags }, context);
  const messages = page.rows.map((message) => messageJson(message, clinic, flags));
  context.output.result({ clinic: clinic.slug, messages, next: page.next }, () => pageTable(page, columns));
}

async function record(
  messages: number | "all",
  { clinic, flags }: { readonly clinic: Clinic; readonly flags: ListFlags },
  context: Context,
): Promise<void> {
  const shown = { messages, numbers: flags.reveal === true ? "whole" : "masked" };
  await recordRead({ action: "message:list", subject: `clinic:${clinic.slug}`, shown }, context);
}

function columnsOf(clinic: Clinic, flags: ListFlags): Columns<Message> {
  return {
    head: ["received", "from", "phone", "message", "urgency", "state", "id"],
    empty: `No ${flags.all === true ? "" : "open "}messages.`,
    cells: (message) => {
      const { id, name, phone, text, urgency, done_at: done } = messageJson(message, clinic, flags);
      return [
        receivedAt(message.createdAt, clinic.timezone),
        name ?? "",
        phone ?? "",
        text,
        urgency,
        done === null ? "open" : "done",
        shortId(id),
      ];
    },
  };
}

function receivedAt(at: number, timezone: string): string {
  return `${dateAt(at, timezone)} ${wallTimeAt(at, timezone)}`;
}
