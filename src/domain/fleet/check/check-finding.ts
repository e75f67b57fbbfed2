import type { ErrorCode } from "../../../errors.ts";

/** `warn` does not fail the check: the link works, or cannot be tested from here. */
export type CheckState = "ok" | "warn" | "fail";

/** One link in the chain from the environment to the agent's first words. */
export interface CheckFinding {
  readonly what: string;
  readonly state: CheckState;
  readonly detail: string;
  /** What to do; null: nothing. */
  readonly fix: string | null;
  /** The kind of failure, which decides the exit code. */
  readonly code: ErrorCode;
}

interface Trouble {
  readonly detail: string;
  readonly fix: string;
}

export function good(what: string, detail: string): CheckFinding {
  return { what, state: "ok", detail, fix: null, code: "failed" };
}

export function doubtful(what: string, { detail, fix }: Trouble): CheckFinding {
  return { what, state: "warn", detail, fix, code: "failed" };
}

export function bad(what: string, code: ErrorCode, { detail, fix }: Trouble): CheckFinding {
  return { what, state: "fail", detail, fix, code };
}

/**
 * Worst first: nothing works without a key or a configuration; drift is wrong but known; the rest may resolve by
 * itself.
 */
const severity: readonly ErrorCode[] = ["unauthorized", "not_configured", "failed", "conflict", "drift", "transient"];

/** undefined when nothing failed. */
export function worstOf(findings: readonly CheckFinding[]): ErrorCode | undefined {
  const failed = new Set(findings.filter(({ state }) => state === "fail").map(({ code }) => code));
  return severity.find((code) => failed.has(code)) ?? [...failed][0];
}
