import { agentTexts, holdsWords } from "../run/check-expectations.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";

/** What a judge can see of a call: what was said, which functions were called, how it ended. */
export interface JudgedCall {
  readonly snapshot: FlowSnapshot;
  /** Names of the functions, in the order of the calls. */
  readonly called: readonly string[];
}

interface Metric {
  /** One of our checks, as simulation reports word it. */
  readonly check: RegExp;
  readonly sentence: (...parts: readonly string[]) => string;
  readonly reads: RegExp;
  readonly holds: (call: JudgedCall, ...parts: readonly string[]) => boolean;
}

function times(name: string | undefined, { called }: JudgedCall): number {
  return called.filter((one) => one === name).length;
}

function said({ snapshot }: JudgedCall): string {
  return agentTexts(snapshot).join("\n");
}

/** Our checks that a reader of the transcript can make too, so none about nodes, the calendar or the analysis. */
const metrics: readonly Metric[] = [
  {
    check: /^calls (\S+) (\d+) times$/u,
    sentence: (name, count) => `The function ${name} is called exactly this many times: ${count}.`,
    reads: /^The function (\S+) is called exactly this many times: (\d+)\.$/u,
    holds: (call, name, count) => times(name, call) === Number(count),
  },
  {
    check: /^calls (\S+)$/u,
    sentence: (name) => `The function ${name} is called.`,
    reads: /^The function (\S+) is called\.$/u,
    holds: (call, name) => times(name, call) > 0,
  },
  {
    check: /^says "(.+)"$/su,
    sentence: (words) => `The agent says: "${words}"`,
    reads: /^The agent says: "(.+)"$/su,
    holds: (call, words = "") => holdsWords(said(call), words),
  },
  {
    check: /^never says "(.+)"$/su,
    sentence: (words) => `The agent never says: "${words}"`,
    reads: /^The agent never says: "(.+)"$/su,
    holds: (call, words = "") => !holdsWords(said(call), words),
  },
  {
    check: /^ended by (\S+)$/u,
    sentence: (reason) => `The call ends for this reason: ${reason}.`,
    reads: /^The call ends for this reason: (\S+)\.$/u,
    holds: ({ snapshot }, reason) => snapshot.ended?.reason === reason,
  },
];

/** The sentence for Retell's judge; undefined for a check that a transcript cannot show. */
export function metricOf(check: string): string | undefined {
  for (const { check: pattern, sentence } of metrics) {
    const parts = pattern.exec(check);
    if (parts !== null) return sentence(...parts.slice(1));
  }
  return undefined;
}

export function calledInOrder(names: readonly string[]): string {
  return `The functions called are, in this order: ${names.length === 0 ? "none" : names.join(", ")}.`;
}

const inOrder = /^The functions called are, in this order: (.+)\.$/u;

/** Whether a metric holds; undefined if only a model could judge its wording. */
export function judgeMetric(metric: string, call: JudgedCall): boolean | undefined {
  const ordered = inOrder.exec(metric);
  if (ordered !== null) return calledInOrder(call.called) === metric;
  for (const { reads, holds } of metrics) {
    const parts = reads.exec(metric);
    if (parts !== null) return holds(call, ...parts.slice(1));
  }
  return undefined;
}
