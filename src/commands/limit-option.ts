import { type Command, InvalidArgumentError } from "commander";

export interface LimitFlag {
  readonly limit: number;
}

export function addLimitOption(command: Command): Command {
  return command.option("--limit <number>", "at most so many", limitOf, 50);
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^[1-9]\d*$/u.test(text) && limit <= 100_000) return limit;
  throw new InvalidArgumentError("It must be a whole number from 1 to 100000.");
}
