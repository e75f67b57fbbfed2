import { type Command, Option } from "commander";
import { type Job, type JobState, jobStates } from "../../domain/job/ports.ts";
import type { PageRequest } from "../../domain/page.ts";
import { allRows } from "../../domain/page.ts";
import type { Context } from "../context.ts";
import { type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { countsText, jobColumns, jobJson } from "./view.ts";

interface ListFlags extends PageFlags {
  readonly state?: JobState;
  readonly kind?: string;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(command, "kinds, keys and errors")
    .description("list jobs, latest due first, with counts by kind and state")
    .addOption(new Option("--state <state>", "filter by state").choices(jobStates))
    .option("--kind <kind>", "filter by kind, such as call-event")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { state, kind } = flags;
  const { jobs: records } = await context.store();
  const source = {
    read: (page: PageRequest) => records.list({ state, kind, ...page }),
    placeOf: ({ dueAt, id }: Job) => ({ by: dueAt, id }),
  };
  if (flags.stream === true) {
    for await (const job of allRows(flags, source)) context.output.item(jobJson(job), () => tabbed(job, jobColumns));
    return;
  }
  const page = await readPage(flags, source);
  const counts = await records.count();
  context.output.result({ jobs: page.rows.map(jobJson), next: page.next, counts }, () =>
    counts.length === 0 ? "No jobs." : [pageTable(page, jobColumns), `Total: ${countsText(counts)}`].join("\n"),
  );
}
