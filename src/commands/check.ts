import type { Command } from "commander";
import { NO_MODEL_FIX } from "../domain/dialogue/has-model.ts";
import { replacedModels } from "../domain/agent/live-versions.ts";
import {
  type CheckFinding,
  type CheckState,
  bad,
  doubtful,
  good,
  worstOf,
} from "../domain/fleet/check/check-finding.ts";
import { type CheckReport, attempt, checkInstallation } from "../domain/fleet/check/check-installation.ts";
import { judgeClock, wrongClock } from "../domain/time/clock-guard.ts";
import { MINUTE_MS } from "../clock.ts";
import { AscendiaError } from "../errors.ts";
import { counted, terminalSafe } from "../terminal/table.ts";
import { dataFindings } from "./check-data.ts";
import { type WatchFlags, watchChecks, withIds } from "./check-watch.ts";
import { checkRetell } from "./check-retell.ts";
import { fleetPorts } from "./fleet-ports.ts";
import type { Context } from "./context.ts";
import { modelWarning } from "./socket-troubles.ts";
import { durationMs } from "./arguments.ts";
import { listOption } from "./list-option.ts";

export function checkJson({ findings, roundTripsMs }: CheckReport) {
  const count = (wanted: CheckState) => findings.filter(({ state }) => state === wanted).length;
  return {
    ok: count("ok"),
    warnings: count("warn"),
    failed: count("fail"),
    findings: withIds(findings).map(({ id, what, state, detail, fix }, index) => ({
      number: index + 1,
      id,
      what,
      state,
      detail,
      fix,
    })),
    round_trips: {
      count: roundTripsMs.length,
      median_ms: percentile(roundTripsMs, 0.5),
      p95_ms: percentile(roundTripsMs, 0.95),
      worst_ms: percentile(roundTripsMs, 1),
    },
  };
}

export function checkText(report: CheckReport): string {
  const { findings, ok, warnings, failed, round_trips: trips } = checkJson(report);
  const lines = findings.map(({ number, what, state, detail, fix }) => {
    const line = `${String(number).padStart(3)}  ${state.padEnd(4)}  ${what}: ${detail}`;
    return fix === null ? line : `${line}\n           fix: ${fix}`;
  });
  const times = `${trips.count} round trips: median ${said(trips.median_ms)}, 95 % ${said(trips.p95_ms)}, worst ${said(trips.worst_ms)}`;
  const sums = `${ok} ok, ${counted(warnings, "warning")}, ${failed} failed`;
  return terminalSafe([...lines, "", trips.count === 0 ? sums : `${sums}; ${times}`].join("\n"));
}

function said(ms: number | null): string {
  return ms === null ? "unknown" : `${ms} ms`;
}

/** Percentile of ascending values, in whole milliseconds. */
function percentile(ascending: readonly number[], share: number): number | null {
  const value = ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)];
  return value === undefined ? null : Math.round(value);
}

interface CheckFlags extends Partial<WatchFlags> {
  readonly watch?: boolean;
  readonly clinic?: readonly string[];
  readonly confirmClock?: boolean;
  readonly retell?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .addOption(listOption("--clinic <id|slug>", "call this clinic's webhook only"))
    .option("--confirm-clock", "confirm that the clock is right after a long gap, so that jobs run again")
    .option(
      "--retell",
      "only compare Retell's real answers with what this version knows; lists unknown keys and values",
    )
    .option("--watch", "check repeatedly until Ctrl-C, and print what changes")
    .option("--every <duration>", "with --watch: how often, such as 1m or 1h (default: 5m)", durationMs)
    .option("--notify-url <url>", "with --watch: post changes to this address, in the format of Slack and others")
    .option(
      "--notify-command <command>",
      "with --watch: run this command with the changes as JSON on its standard input",
    )
    .addOption(listOption("--notify-mail <address>", "with --watch: mail changes to this address"))
    .action((flags: CheckFlags) => (flags.retell === true ? checkRetell(context) : check(flags, context)));
}

const USUAL_MS = 5 * MINUTE_MS;

async function check(flags: CheckFlags, context: Context): Promise<void> {
  if (flags.watch !== true) return checkOnce(flags, context);
  const watch = { ...flags, every: flags.every ?? USUAL_MS };
  return watchChecks(async () => (await examined(flags, context)).findings, watch, context);
}

async function examined(flags: CheckFlags, context: Context): Promise<CheckReport> {
  const { output } = context;
  const first = [await environment(context), await database(context)];
  if (first.every(({ state }) => state !== "fail")) first.push(await clock(flags, context));
  const isSound = first.every(({ state }) => state !== "fail");
  const rest = isSound ? await output.step("Checking", () => behindTheDatabase(flags, context)) : unchecked();
  return { ...rest, findings: [...first, ...rest.findings] };
}

async function checkOnce(flags: CheckFlags, context: Context): Promise<void> {
  const { output } = context;
  const report = await examined(flags, context);
  const worst = worstOf(report.findings);
  const text = () => checkText(report);
  if (worst === undefined) return output.result(checkJson(report), text);
  const failed = report.findings.filter(({ state }) => state === "fail").length;
  const error = new AscendiaError(worst, `${failed} of ${report.findings.length} checks failed.`, {
    hint: "Each failed check shows its fix. Start with the first.",
  });
  output.failedResult(checkJson(report), text, error);
  throw error;
}

function environment(context: Context): Promise<CheckFinding> {
  const what = "environment";
  return attempt(what, () => {
    const { mode } = context.config();
    return Promise.resolve(good(what, mode === "live" ? "live Retell account" : "sandbox: nothing reaches Retell"));
  });
}

/** Opening the database migrates it, or fails with the reason. */
function database(context: Context): Promise<CheckFinding> {
  const what = "database";
  return attempt(what, async () => {
    const clinics = await (await context.store()).clinics.list();
    return good(
      what,
      `${context.config().databaseName}, every migration applied, ${counted(clinics.length, "clinic")}`,
    );
  });
}

/** While the clock is wrong, all jobs wait and nothing is erased. */
function clock({ confirmClock = false }: CheckFlags, context: Context): Promise<CheckFinding> {
  const what = "clock";
  return attempt(what, async () => {
    const now = context.clock.now();
    const marks = await context.clockMarks();
    if (confirmClock) await confirmClockOf(now, context);
    const judgement = await judgeClock(now, marks);
    if (!judgement.isRight) throw wrongClock(now, judgement);
    return good(what, "agrees with what is stored");
  });
}

async function confirmClockOf(now: number, context: Context): Promise<void> {
  const marks = await context.clockMarks();
  const audit = await context.audit();
  const [before, after] = [await marks.confirmedAt(), now].map((at) => at && new Date(at).toISOString());
  await context.atomically(async () => {
    await marks.confirm(now);
    await audit.record({
      act: context.newId(),
      action: "check:confirm-clock",
      subject: "installation",
      before,
      after,
      reason: null,
    });
  });
}

function unchecked(): CheckReport {
  const detail = "not checked: needs the environment and the database";
  return { findings: [doubtful("the rest", { detail, fix: "Fix the failure above first." })], roundTripsMs: [] };
}

/** Models in use that Retell replaces. Empty without an agent: another check reports that. */
async function modelFindings(context: Context): Promise<readonly CheckFinding[]> {
  const master = await (await context.store()).agents.master();
  if (master === undefined) return [];
  const { agents } = await context.retell();
  const replaced = await replacedModels(master, agents).catch((error: unknown) => {
    // A key or a connection that fails has a finding of its own.
    if (error instanceof AscendiaError) return [];
    throw error;
  });
  return replaced.map(({ model, successor, on }) =>
    doubtful(`model ${model}`, {
      detail: `Retell replaces it with ${successor} on ${on}`,
      fix: `Switch to ${successor} before that date: ascendia agent:update --migrate, then publish it.`,
    }),
  );
}

async function behindTheDatabase(flags: CheckFlags, context: Context): Promise<CheckReport> {
  const { mode, publicUrl, smtpUrl } = context.config();
  try {
    const ports = {
      ...(await fleetPorts(context)),
      probes: await context.probes(),
      now: () => context.clock.now(),
    };
    const request = { clinics: flags.clinic ?? [], isLive: mode === "live", publicUrl, mailServer: smtpUrl };
    const report = await checkInstallation(request, ports);
    const warning = await modelWarning(context);
    const model = warning === null ? [] : [doubtful("language model", { detail: warning, fix: NO_MODEL_FIX })];
    const more = [...model, ...(await modelFindings(context)), ...(await dataFindings(flags, context))];
    return { ...report, findings: [...report.findings, ...more] };
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "not_configured") throw error;
    const finding = bad("configuration", error.code, { detail: error.message, fix: error.hint ?? "Set it." });
    return { findings: [finding], roundTripsMs: [] };
  }
}
