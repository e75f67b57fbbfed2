import { type Command, InvalidArgumentError } from "commander";

export interface SinceFlag {
  readonly since?: SinceTime;
}

/** An instant, or so long before now. */
type SinceTime = { readonly at: number } | { readonly agoMs: number };

export function addSinceOption(command: Command): Command {
  return command.option(
    "--since <time>",
    "only from this date or instant on (ISO 8601, UTC), or so long ago: 30m, 12h, 7d",
    sinceTime,
  );
}

export function sinceAt({ since }: SinceFlag, now: number): number | undefined {
  if (since === undefined) return undefined;
  return "at" in since ? since.at : now - since.agoMs;
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function sinceTime(text: string): SinceTime {
  const [, count, unit] = /^(\d{1,6})([mhd])$/u.exec(text) ?? [];
  const unitMs = UNIT_MS[unit ?? ""];
  if (unitMs !== undefined) return { agoMs: Number(count) * unitMs };
  const at = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d/u.test(text) && !Number.isNaN(at)) return { at };
  throw new InvalidArgumentError("It must be like 2026-11-21, 2026-11-21T08:00:00Z, 30m, 12h or 7d.");
}
