import { type Command, InvalidArgumentError } from "commander";
import type { WorkerPace } from "./context.ts";

export interface LeaseFlag {
  readonly jobLease?: number;
}

export function addLeaseOption(command: Command): Command {
  return command.option(
    "--job-lease <seconds>",
    "a job whose process died is taken again after so long; 30 unless told",
    secondsOf,
  );
}

export function leaseOf({ jobLease }: LeaseFlag): Partial<WorkerPace> {
  return jobLease === undefined ? {} : { leaseMs: jobLease * 1000 };
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/u.test(text) && seconds >= 1 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError("It must be a whole number of seconds from 1 to 3600.");
}
