import { HOUR_MS, MINUTE_MS, DAY_MS } from "../clock.ts";
import { type Command, InvalidArgumentError, Option } from "commander";
import { whyUnreachable } from "../domain/fleet/check/served-address.ts";
import { isMailAddress } from "../domain/clinic/telephone/mail-address.ts";
import { isWallDate } from "../domain/time/wall-date.ts";
import { AscendiaError } from "../errors.ts";
import type { Context, LogFormat, WorkerPace } from "./context.ts";

export interface LeaseFlag {
  readonly jobLease?: number;
}

export function addLeaseOption(command: Command): Command {
  return command.option(
    "--job-lease <seconds>",
    "seconds before the job of a dead process runs again (default: 30)",
    secondsOf,
  );
}

export function leaseOf({ jobLease }: LeaseFlag): Partial<WorkerPace> {
  return jobLease === undefined ? {} : { leaseMs: jobLease * 1000 };
}

export interface LogFlag {
  readonly logFormat: LogFormat;
}

export function addLogOption(command: Command): Command {
  const formats: readonly LogFormat[] = ["auto", "json", "lines"];
  const option = new Option("--log-format <format>", "auto: readable lines on a terminal, JSON otherwise");
  return command.addOption(option.choices(formats).default("auto"));
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/u.test(text) && seconds >= 1 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError("Use a whole number of seconds from 1 to 3600.");
}

export interface LimitFlag {
  readonly limit: number;
}

export function addLimitOption(command: Command): Command {
  return command.option("--limit <number>", "maximum number of rows", limitOf, 50);
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^[1-9]\d*$/u.test(text) && limit <= 100_000) return limit;
  throw new InvalidArgumentError("Use a whole number from 1 to 100000.");
}

/** @throws invalid */
export function mailAddressFrom(text: string, where: string): string {
  const address = text.trim();
  if (isMailAddress(address)) return address;
  throw new AscendiaError("invalid", `${where}: "${text}" is not an email address.`, {
    hint: "Write it as name@example.com.",
  });
}

/**
 * The address at which Retell reaches the server. The sandbox calls back on this machine; Retell itself needs a public
 * address.
 */
export function publicUrlOf(context: Pick<Context, "config">): string {
  const { publicUrl, mode, port } = context.config();
  if (publicUrl !== null) {
    if (mode === "live") refuseUnreachable(publicUrl);
    return publicUrl;
  }
  if (mode === "sandbox") return `http://127.0.0.1:${port}`;
  throw new AscendiaError("not_configured", "ASCENDIA_PUBLIC_URL is not set: Retell needs it to reach the server.", {
    hint: "Set it to the https address of `ascendia serve`, such as https://voice.example.com.",
  });
}

/** Called before anything is written: a number that points at an unreachable address answers no calls. */
function refuseUnreachable(publicUrl: string): void {
  const why = whyUnreachable(publicUrl);
  if (why === null) return;
  throw new AscendiaError("not_configured", `Retell cannot reach ASCENDIA_PUBLIC_URL, ${publicUrl}: ${why}.`, {
    hint: "Set it to the https address under which `ascendia serve` is reached from the internet. Nothing was written.",
  });
}

export interface SinceFlag {
  readonly since?: SinceTime;
}

/** An instant, or a duration before now. */
type SinceTime = { readonly at: number } | { readonly agoMs: number };

export function addSinceOption(command: Command): Command {
  return command.option(
    "--since <time>",
    "start at this date or time (ISO 8601, UTC), or this long ago: 30m, 12h, 7d",
    sinceTime,
  );
}

export function sinceAt({ since }: SinceFlag, now: number): number | undefined {
  if (since === undefined) return undefined;
  return "at" in since ? since.at : now - since.agoMs;
}

const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** undefined: it is not a duration. */
function millisecondsOf(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([mhd])$/u.exec(text) ?? [];
  const unitMs = UNIT_MS[unit ?? ""];
  return unitMs === undefined ? undefined : Number(count) * unitMs;
}

/** The value of an option: `30m`, `12h`, `7d`. */
export function durationMs(text: string): number {
  const milliseconds = millisecondsOf(text) ?? 0;
  // A timer waits for 24.8 days at most.
  if (milliseconds > 0 && milliseconds <= 24 * DAY_MS) return milliseconds;
  throw new InvalidArgumentError("Write it as 30m, 12h or 7d; at most 24d.");
}

function sinceTime(text: string): SinceTime {
  const agoMs = millisecondsOf(text);
  if (agoMs !== undefined) return { agoMs };
  const at = Date.parse(text);
  if (isWallDate(text.slice(0, 10)) && !Number.isNaN(at)) return { at };
  throw new InvalidArgumentError("Write it as 2026-11-21, 2026-11-21T08:00:00Z, 30m, 12h or 7d.");
}

const positions: ReadonlyMap<string, boolean> = new Map(Object.entries({ on: true, off: false }));

/** @throws usage */
export function switchFrom(text: string, where: string): boolean {
  const position = positions.get(text);
  if (position !== undefined) return position;
  throw new AscendiaError("usage", `${where}: "${text}" is neither on nor off.`, { hint: `Write ${where} on` });
}

export function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/u.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("Use a port from 0 to 65535.");
}
