import type { Command } from "commander";
import type { Job, JobRecords } from "../../domain/job/ports.ts";
import { findById } from "../../domain/find-by-id.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { pageTable } from "../pages.ts";
import { jobColumns, jobJson } from "./view.ts";

interface RetryFlags {
  readonly dead?: boolean;
  readonly kind?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("run one job, or all dead jobs, again at once with a fresh set of attempts")
    .argument("[id]", "job id or its last characters, from job:list")
    .option("--dead", "run all dead jobs again")
    .option("--kind <kind>", "with --dead: filter by kind")
    .action((id: string | undefined, flags: RetryFlags) => retry(id, flags, context));
}

/** Running the command again retries further dead jobs. */
const MOST = 100_000;

async function retry(id: string | undefined, flags: RetryFlags, context: Context): Promise<void> {
  if ((id === undefined) === (flags.dead !== true)) {
    throw new AscendiaError("usage", "Pass exactly one of a job id or --dead.", {
      hint: "List them with: ascendia job:list --state dead",
    });
  }
  const { jobs: records } = await context.store();
  const chosen = id === undefined ? await dead(flags, records) : [await named(id, records)];
  const isDryRun = flags.dryRun === true;
  const revived = isDryRun ? chosen : await revive(chosen, records, context.clock.now());
  context.output.result({ dry_run: isDryRun, jobs: revived.map(jobJson) }, () => {
    if (revived.length === 0) return "Nothing to change: no dead jobs.";
    return [
      isDryRun ? "Would run again:" : "Waiting to run again:",
      pageTable({ rows: revived, next: null }, jobColumns),
    ].join("\n");
  });
}

function dead({ kind }: RetryFlags, records: JobRecords): Promise<readonly Job[]> {
  return records.list({ state: "dead", kind, limit: MOST });
}

async function named(id: string, records: JobRecords): Promise<Job> {
  const job = (await records.find(id)) ?? findById(id, await records.list({ search: id, limit: 100 }), "job");
  if (job === undefined) {
    throw new AscendiaError("not_found", `Job ${id} not found.`, { hint: "List them with: ascendia job:list" });
  }
  if (job.state !== "running") return job;
  throw new AscendiaError("conflict", `Job ${id} is running.`, {
    hint: "Check its state with: ascendia job:list",
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
