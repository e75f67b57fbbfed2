import type { Command } from "commander";
import { type LeaseFlag, addLeaseOption, leaseOf } from "./arguments.ts";
import type { Context } from "./context.ts";

export function configure(command: Command, context: Context): void {
  addLeaseOption(command)
    .description("run the jobs of the installation until Ctrl-C or SIGTERM. Structured log on stderr (LOG_LEVEL).")
    .action((flags: LeaseFlag) => work(flags, context));
}

async function work(flags: LeaseFlag, context: Context): Promise<void> {
  const { output } = context;
  const { mode, databasePath } = context.config();
  const worker = await context.startWorker(leaseOf(flags));
  output.result({ mode, database: databasePath, kinds: worker.kinds }, ({ kinds }) =>
    [`Running jobs · ${mode} mode · database ${databasePath}`, `Kinds: ${kinds.join(", ")}. Stop with Ctrl-C.`].join(
      "\n",
    ),
  );
  await context.untilStopped();
  output.note("Stopping: jobs at hand are finished first.");
  const unfinished = await worker.stop();
  if (unfinished > 0) output.warn(`${unfinished} jobs were not done in time; they run again when their lease is over.`);
}
