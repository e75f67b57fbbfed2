import { type Command, Option } from "commander";
import { type CallOutcome, callOutcomes, disconnectionReasons } from "../../domain/call/call.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import type { PageRequest } from "../../domain/page.ts";
import { allRows } from "../../domain/page.ts";
import { type SinceFlag, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { type Columns, type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { recordRead } from "../record-change.ts";
import { type RevealFlag, type Slugs, callJson, clinicSaid, shownNumber, slugsOf, utc } from "../view.ts";

function columnsOf(slugs: Slugs, reveal: RevealFlag): Columns<FleetCall> {
  return {
    head: ["call", "when (UTC)", "clinic", "direction", "number", "status", "outcome", "reason", "took"],
    empty: "No calls.",
    cells: (call) => [
      call.callId,
      utc(call.calledAt),
      clinicSaid(call, slugs),
      call.direction,
      shownNumber(call.patientNumber, reveal) ?? "",
      call.status,
      call.outcome ?? "",
      call.reason ?? "",
      call.durationMs === null ? "" : `${Math.round(call.durationMs / 1000)} s`,
    ],
  };
}

interface ListFlags extends PageFlags, SinceFlag, RevealFlag {
  readonly clinic?: string;
  readonly outcome?: CallOutcome;
  readonly reason?: string;
  readonly node?: string;
  readonly tool?: string;
  readonly toolError?: boolean;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(addSinceOption(command), "ids, numbers, outcomes, variables and transcripts")
    .description("list calls, latest first, including calls without a known clinic")
    .option("--clinic <clinic>", "filter by clinic, id or slug")
    .addOption(new Option("--outcome <outcome>", "filter by outcome").choices(callOutcomes))
    .option("--reason <reason>", "filter by Retell's disconnection reason, such as dial_no_answer")
    .option("--node <node>", "only calls that reached this node of the flow, id or name")
    .option("--tool <name>", "only calls that used this tool, such as book_appointment")
    .option("--tool-error", "only calls in which a tool failed")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

function ofClinic({ clinic }: ListFlags): string {
  return clinic === undefined ? "installation" : `clinic:${clinic}`;
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { outcome, reason, node, tool, toolError: toolFailed } = flags;
  const { clinics, calls: records } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  if (reason !== undefined && !disconnectionReasons.includes(reason)) {
    context.output.warn(`Unknown disconnection reason "${reason}".`);
  }
  const filter = { clinicId, outcome, reason, node, tool, toolFailed, sinceAt: sinceAt(flags, context.clock.now()) };
  const source = {
    read: (page: PageRequest) => records.list({ ...filter, ...page }),
    placeOf: ({ calledAt, callId }: FleetCall) => ({ by: calledAt, id: callId }),
  };
  const slugs = slugsOf(await clinics.list());
  const columns = columnsOf(slugs, flags);
  if (flags.stream === true) {
    await recordReveal("all", flags, context);
    for await (const call of allRows(flags, source)) {
      context.output.item(callJson(call, slugs, flags), () => tabbed(call, columns));
    }
    return;
  }
  const page = await readPage(flags, source);
  await recordReveal(page.rows.length, flags, context);
  context.output.result({ calls: page.rows.map((call) => callJson(call, slugs, flags)), next: page.next }, () =>
    pageTable(page, columns),
  );
}

async function recordReveal(calls: number | "all", flags: ListFlags, context: Context): Promise<void> {
  if (flags.reveal !== true) return;
  await recordRead({ action: "call:list --reveal", subject: ofClinic(flags), shown: { calls } }, context);
}
