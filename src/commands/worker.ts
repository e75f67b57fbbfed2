import type { Command } from "commander";
import { counted } from "../terminal/table.ts";
import { type LeaseFlag, type LogFlag, addLeaseOption, addLogOption, leaseOf } from "./arguments.ts";
import type { Context } from "./context.ts";

export function configure(command: Command, context: Context): void {
  addLogOption(addLeaseOption(command))
    .description(
      "run the installation's jobs until Ctrl-C or SIGTERM. Logs to stderr: plain lines on a terminal, JSON otherwise (LOG_LEVEL).",
    )
    .action((flags: WorkerFlags) => work(flags, context));
}

interface WorkerFlags extends LeaseFlag, LogFlag {}

async function work(flags: WorkerFlags, context: Context): Promise<void> {
  const { output } = context;
  const { mode, databaseName } = context.config();
  const worker = await context.startWorker({ ...leaseOf(flags), logFormat: flags.logFormat });
  const heartbeat = await context.startHeartbeat({ roles: ["jobs"] });
  output.result({ mode, database: databaseName, kinds: worker.kinds }, ({ kinds }) =>
    [
      `Running jobs · ${mode} mode · database ${databaseName}`,
      `Kinds: ${kinds.join(", ")}. Press Ctrl-C to stop.`,
    ].join("\n"),
  );
  await context.untilStopped();
  output.note("Stopping: finishing running jobs first.");
  const [unfinished] = await Promise.all([worker.stop(), heartbeat.stop()]);
  if (unfinished > 0)
    output.warn(`${counted(unfinished, "job")} did not finish in time and will run again when the lease expires.`);
}
