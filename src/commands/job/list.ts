import { type Command, Option } from "commander";
import { type JobState, jobStates } from "../../domain/job/ports.ts";
import { type LimitFlag, addLimitOption } from "../arguments.ts";
import type { Context } from "../context.ts";
import { countsText, jobJson, jobsText } from "./view.ts";

interface ListFlags extends LimitFlag {
  readonly state?: JobState;
  readonly kind?: string;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(command)
    .description("list jobs, latest due first, with counts by kind and state")
    .addOption(new Option("--state <state>", "filter by state").choices(jobStates))
    .option("--kind <kind>", "filter by kind, such as call-event")
    .action((flags: ListFlags) => list(flags, context));
}

async function list({ state, kind, limit }: ListFlags, context: Context): Promise<void> {
  const { jobs: records } = await context.store();
  const jobs = await records.list({ state, kind, limit });
  const counts = await records.count();
  context.output.result({ jobs: jobs.map(jobJson), counts }, () => {
    if (counts.length === 0) return "No jobs.";
    return [jobs.length === 0 ? "No matching jobs." : jobsText(jobs), `Total: ${countsText(counts)}`].join("\n");
  });
}
