import type { Command } from "commander";
import { counted } from "../terminal/table.ts";
import { type LeaseFlag, addLeaseOption, leaseOf } from "./arguments.ts";
import type { Context } from "./context.ts";

export function configure(command: Command, context: Context): void {
  addLeaseOption(command)
    .description("run the installation's jobs until Ctrl-C or SIGTERM. Writes a structured log to stderr (LOG_LEVEL).")
    .action((flags: LeaseFlag) => work(flags, context));
}

async function work(flags: LeaseFlag, context: Context): Promise<void> {
  const { output } = context;
  const { mode, databasePath } = context.config();
  const worker = await context.startWorker(leaseOf(flags));
  output.result({ mode, database: databasePath, kinds: worker.kinds }, ({ kinds }) =>
    [
      `Running jobs · ${mode} mode · database ${databasePath}`,
      `Kinds: ${kinds.join(", ")}. Press Ctrl-C to stop.`,
    ].join("\n"),
  );
  await context.untilStopped();
  output.note("Stopping: finishing running jobs first.");
  const unfinished = await worker.stop();
  if (unfinished > 0)
    output.warn(`${counted(unfinished, "job")} did not finish in time and will run again when the lease expires.`);
}
