import type { Command } from "commander";
import { requireClinic } from "../../domain/fleet/ports.ts";
import type { CallEvent } from "../../domain/call/ports.ts";
import type { PageRequest } from "../../domain/page.ts";
import { allRows } from "../../domain/page.ts";
import { type SinceFlag, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { slugsOf } from "../view.ts";
import { eventColumns, eventJson } from "./view.ts";

interface ListFlags extends PageFlags, SinceFlag {
  readonly event?: string;
  readonly call?: string;
  readonly clinic?: string;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(addSinceOption(command), "keys, call ids and bodies")
    .description("list stored events from Retell, latest first")
    .option("--event <name>", "filter by name, such as call_ended")
    .option("--call <id>", "filter by call or chat id")
    .option("--clinic <clinic>", "filter by clinic, id or slug")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { event, call: callId } = flags;
  const { clinics, events: records } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  const filter = { event, callId, clinicId, sinceAt: sinceAt(flags, context.clock.now()) };
  const source = {
    read: (page: PageRequest) => records.list({ ...filter, ...page }),
    placeOf: ({ receivedAt, key }: CallEvent) => ({ by: receivedAt, id: key }),
  };
  const slugs = slugsOf(await clinics.list());
  const columns = eventColumns(slugs);
  if (flags.stream === true) {
    for await (const one of allRows(flags, source)) {
      context.output.item(eventJson(one, slugs), () => tabbed(one, columns));
    }
    return;
  }
  const page = await readPage(flags, source);
  context.output.result({ events: page.rows.map((one) => eventJson(one, slugs)), next: page.next }, () =>
    pageTable(page, columns),
  );
}
