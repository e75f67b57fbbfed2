import type { Command } from "commander";
import type { Job, JobRecords } from "../../domain/job/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { jobJson, jobsText } from "./view.ts";

interface RetryFlags {
  readonly dead?: boolean;
  readonly kind?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("have a job run again at once, with all its attempts: one by its id, or all that are dead")
    .argument("[id]", "of the job, from job:list")
    .option("--dead", "all dead jobs")
    .option("--kind <kind>", "with --dead: only of this kind")
    .action((id: string | undefined, flags: RetryFlags) => retry(id, flags, context));
}

/** More dead ones than these are retried by running it again. */
const MOST = 100_000;

async function retry(id: string | undefined, flags: RetryFlags, context: Context): Promise<void> {
  if ((id === undefined) === (flags.dead !== true)) {
    throw new AscendiaError("usage", "Name one job by its id, or all dead ones by --dead.", {
      hint: "See them with: ascendia job:list --state dead",
    });
  }
  const { jobs: records } = await context.store();
  const chosen = id === undefined ? await dead(flags, records) : [await named(id, records)];
  const isDryRun = flags.dryRun === true;
  const revived = isDryRun ? chosen : await revive(chosen, records, context.clock.now());
  context.output.result({ dry_run: isDryRun, jobs: revived.map(jobJson) }, () => {
    if (revived.length === 0) return "There is no dead job.";
    return [isDryRun ? "Would run again:" : "Waiting to run again:", jobsText(revived)].join("\n");
  });
}

function dead({ kind }: RetryFlags, records: JobRecords): Promise<readonly Job[]> {
  return records.list({ state: "dead", kind, limit: MOST });
}

async function named(id: string, records: JobRecords): Promise<Job> {
  const job = await records.find(id);
  if (job === undefined) {
    throw new AscendiaError("not_found", `There is no job ${id}.`, { hint: "See them with: ascendia job:list" });
  }
  if (job.state !== "running") return job;
  throw new AscendiaError("conflict", `The job ${id} is running.`, {
    hint: "See what becomes of it with: ascendia job:list",
  });
}

async function revive(jobs: readonly Job[], records: JobRecords, now: number): Promise<readonly Job[]> {
  const revived: Job[] = [];
  for (const { id } of jobs) {
    const job = (await records.revive(id, now)) ? await records.find(id) : undefined;
    if (job !== undefined) revived.push(job);
  }
  return revived;
}
