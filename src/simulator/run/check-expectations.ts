import { type Appointment, isActive } from "../../domain/booking/appointment.ts";
import { foldText } from "../../domain/language/fold-text.ts";
import type { Language } from "../../domain/language/language.ts";
import type { ContactState } from "../../domain/outreach/contact.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import type { Check } from "../reports/report.ts";
import type { Expectations, LanguageText, Matcher, ToolExpectation } from "../scenario/schema.ts";
import type { CallAnalysis } from "./call-events.ts";
import { textIn } from "./play-call.ts";
import type { ToolRecord } from "./recorded-tools.ts";

/** Whether a value is what a scenario expects; numbers and booleans compare as the text Retell makes of them. */
export function matches(value: unknown, matcher: Matcher, language: Language): boolean {
  if (typeof matcher !== "object") return value !== undefined && plain(value) === String(matcher);
  if ("absent" in matcher) return value === undefined || value === null || value === "";
  if ("matches" in matcher)
    return value !== undefined && new RegExp(textIn(matcher.matches, language), "iu").test(plain(value));
  return value !== undefined && plain(value) === textIn(matcher, language);
}

export function matcherText(matcher: Matcher, language: Language): string {
  if (typeof matcher !== "object") return `is ${JSON.stringify(matcher)}`;
  if ("absent" in matcher) return "is absent";
  return "matches" in matcher
    ? `matches /${textIn(matcher.matches, language)}/`
    : `is ${JSON.stringify(textIn(matcher, language))}`;
}

/** Whether the text contains the words; case, accents, spacing and punctuation do not count. */
export function holdsWords(text: string, words: string): boolean {
  return wordsOf(text).includes(wordsOf(words));
}

function wordsOf(text: string): string {
  return foldText(text.replaceAll(/[.,;:!?()"«»]/g, " "));
}

export function plain(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}

/** The value at a dot path with [n] indexes. */
export function valueAtPath(value: unknown, path: string): unknown {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** What is stored about the person the clinic called. */
export interface CalledState {
  readonly state: ContactState | undefined;
  readonly optedOut: boolean;
}

/** Everything that can be observed of a finished call. */
export interface Observed {
  readonly language: Language;
  readonly snapshot: FlowSnapshot;
  readonly records: readonly ToolRecord[];
  readonly analysis: CallAnalysis;
  /**
   * Appointments of the caller's number and of this call, in any status, except those that the scenario did not change;
   * undefined: not visible.
   */
  readonly appointments: readonly Appointment[] | undefined;
  /** The contact the clinic called; undefined: there is none, or it is not visible. */
  readonly called: CalledState | undefined;
  /** undefined: the clinic placed the call, and no webhook was asked. */
  readonly webhookMs: number | undefined;
  readonly functionMs: readonly number[];
}

type Checker = (expected: Expectations, observed: Observed) => readonly Check[];

const checkers: readonly Checker[] = [
  checkNodes,
  (expected, observed) => (expected.tools ?? []).flatMap((tool) => checkTool(tool, observed)),
  checkVariables,
  checkSaid,
  checkAppointments,
  checkContact,
  checkEnding,
  checkLatency,
];

export function checkExpectations(expected: Expectations, observed: Observed): readonly Check[] {
  return checkers.flatMap((checker) => checker(expected, observed));
}

function check(what: string, holds: boolean, found?: string): Check {
  return holds ? { what, status: "passed" } : { what, status: "failed", ...(found !== undefined && { found }) };
}

function checkNodes({ nodes }: Expectations, { snapshot }: Observed): readonly Check[] {
  const path = snapshot.visitedNodes;
  const passed = (node: string) => path.includes(node);
  return [
    ...(nodes?.passed ?? []).map((node) => check(`passes ${node}`, passed(node), path.join(" → "))),
    ...(nodes?.notPassed ?? []).map((node) => check(`does not pass ${node}`, !passed(node), path.join(" → "))),
    ...(nodes?.path === undefined ? [] : [checkPath(nodes.path, path)]),
    ...(nodes?.last === undefined ? [] : [check(`ends at ${nodes.last}`, path.at(-1) === nodes.last, path.at(-1))]),
  ];
}

/** Names the first place at which the call took another path. */
function checkPath(wanted: readonly string[], path: readonly string[]): Check {
  const length = Math.max(wanted.length, path.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => wanted[index] !== path[index]);
  if (at === undefined) return check("passes the nodes of the recorded call, in order", true);
  const before = at === 0 ? "starts" : `goes on from ${wanted[at - 1]}`;
  return check(`${before} to ${wanted[at] ?? "the end"}`, false, path[at] ?? "the end");
}

function checkTool(expected: ToolExpectation, { records, language }: Observed): readonly Check[] {
  const calls = records.filter(({ name }) => name === expected.tool);
  const last = calls.at(-1);
  const counted =
    expected.calls === undefined
      ? check(`calls ${expected.tool}`, calls.length > 0, "never")
      : check(callsText(expected.tool, expected.calls), calls.length === expected.calls, timesText(calls.length));
  const fields = (label: string, wanted: Readonly<Record<string, Matcher>> | undefined, values: unknown) =>
    Object.entries(wanted ?? {}).map(([path, matcher]) => {
      const value = valueAtPath(values, path);
      const what = `${expected.tool} ${label} ${path} ${matcherText(matcher, language)}`;
      return check(what, last !== undefined && matches(value, matcher, language), plain(value));
    });
  return [
    counted,
    ...fields("argument", expected.args, last?.args),
    ...fields("answer", expected.result, last?.result),
  ];
}

function callsText(tool: string, count: number): string {
  return count === 0 ? `never calls ${tool}` : `calls ${tool} ${timesText(count)}`;
}

function timesText(count: number): string {
  return ["never", "once", "twice"][count] ?? `${count} times`;
}

function checkVariables({ variables }: Expectations, { snapshot, language }: Observed): readonly Check[] {
  const { call, collected } = snapshot;
  return Object.entries(variables ?? {}).map(([name, matcher]) => {
    const value = Object.hasOwn(collected, name) ? collected[name] : call.variables[name];
    return check(`{{${name}}} ${matcherText(matcher, language)}`, matches(value, matcher, language), plain(value));
  });
}

/** Everything the agent said and sent. */
export function agentTexts({ trace }: FlowSnapshot): readonly string[] {
  return trace.flatMap((item) =>
    "role" in item && (item.role === "agent" || item.role === "sms") ? [item.content] : [],
  );
}

function checkSaid({ said }: Expectations, { snapshot, language }: Observed): readonly Check[] {
  const text = agentTexts(snapshot).join("\n");
  const words = (expected: LanguageText) => textIn(expected, language);
  return [
    ...(said?.contains ?? []).map(words).map((each) => check(`says "${each}"`, holdsWords(text, each))),
    ...(said?.notContains ?? []).map(words).map((each) => check(`never says "${each}"`, !holdsWords(text, each))),
  ];
}

const ofStatus = {
  booked: isActive,
  cancelled: ({ status }) => status === "cancelled",
  moved: ({ status }) => status === "rescheduled",
  confirmed: ({ status }) => status === "confirmed",
} as const satisfies Readonly<Record<string, (appointment: Appointment) => boolean>>;

function checkAppointments({ appointments }: Expectations, observed: Observed): readonly Check[] {
  const rows = observed.appointments;
  return (["booked", "cancelled", "moved", "confirmed"] as const).flatMap((kind) => {
    const wanted = appointments?.[kind];
    if (wanted === undefined) return [];
    const what = `the caller has exactly ${wanted} ${kind} in the calendar`;
    if (rows === undefined) return [{ what, status: "unchecked" as const }];
    const count = rows.filter((row) => ofStatus[kind](row)).length;
    return [check(what, count === wanted, String(count))];
  });
}

function checkContact({ contact }: Expectations, { called, language }: Observed): readonly Check[] {
  const { state, optedOut } = contact ?? {};
  const seen = (what: string, holds: (known: CalledState) => boolean, found: unknown): Check =>
    called === undefined ? { what, status: "unchecked" } : check(what, holds(called), plain(found));
  return [
    ...(state === undefined
      ? []
      : [
          seen(
            `the contact's state ${matcherText(state, language)}`,
            (known) => matches(known.state, state, language),
            called?.state,
          ),
        ]),
    ...(optedOut === undefined
      ? []
      : [
          seen(
            `the number is ${optedOut ? "" : "not "}opted out`,
            (known) => known.optedOut === optedOut,
            called?.optedOut,
          ),
        ]),
  ];
}

function checkEnding(expected: Expectations, { snapshot, analysis, language }: Observed): readonly Check[] {
  const { outcome, ended, transferredTo } = expected;
  const found = analysis.custom_analysis_data["outcome"];
  const to = snapshot.ended?.transferDestination;
  return [
    ...(outcome === undefined
      ? []
      : [check(`outcome ${matcherText(outcome, language)}`, matches(found, outcome, language), found)]),
    ...(ended === undefined
      ? []
      : [check(`ended by ${ended}`, snapshot.ended?.reason === ended, snapshot.ended?.reason)]),
    ...(transferredTo === undefined
      ? []
      : [
          check(
            `transferred to a number that ${matcherText(transferredTo, language)}`,
            matches(to, transferredTo, language),
            to,
          ),
        ]),
  ];
}

/** Measurements are reported only with the timings, so that results of two runs compare. */
function checkLatency({ latency }: Expectations, { webhookMs, functionMs }: Observed): readonly Check[] {
  const { webhookMs: webhook, functionMs: functions } = latency ?? {};
  return [
    ...(webhook === undefined
      ? []
      : [check(`inbound webhook within ${webhook} ms`, webhookMs !== undefined && webhookMs <= webhook)]),
    ...(functions === undefined
      ? []
      : [
          check(
            `every function within ${functions} ms`,
            functionMs.every((ms) => ms <= functions),
          ),
        ]),
  ];
}
