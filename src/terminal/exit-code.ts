import type { ErrorCode } from "../errors.ts";

/** The whole table. `ascendia --help` and `ascendia help exit-codes` print it, and a test checks the README against it. */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  usage: 2,
  drift: 3,
  unauthorised: 4,
  transient: 5,
  nothingChecked: 6,
  interrupted: 130,
} as const;

const MEANINGS = [
  ["ok", "ok"],
  ["failed", "failed"],
  ["usage", "usage"],
  ["drift", "changes or drift found"],
  ["unauthorised", "not authorised or not configured"],
  ["transient", "transient, try again"],
  ["nothingChecked", "nothing was checked"],
  ["interrupted", "interrupted"],
] as const satisfies readonly (readonly [keyof typeof EXIT_CODES, string])[];

const OF_ERROR: Readonly<Record<ErrorCode, number>> = {
  invalid: EXIT_CODES.failed,
  failed: EXIT_CODES.failed,
  not_found: EXIT_CODES.failed,
  conflict: EXIT_CODES.failed,
  forbidden: EXIT_CODES.failed,
  usage: EXIT_CODES.usage,
  drift: EXIT_CODES.drift,
  unauthorized: EXIT_CODES.unauthorised,
  not_configured: EXIT_CODES.unauthorised,
  transient: EXIT_CODES.transient,
  nothing_checked: EXIT_CODES.nothingChecked,
  interrupted: EXIT_CODES.interrupted,
};

export function exitCodeOf(code: ErrorCode): number {
  return OF_ERROR[code];
}

export interface ExitCode {
  readonly code: number;
  readonly meaning: string;
  /** The value of `error.code` under --json. */
  readonly errors: readonly string[];
}

export function exitCodes(): readonly ExitCode[] {
  const errors = Object.entries(OF_ERROR);
  return MEANINGS.map(([name, meaning]) => {
    const code = EXIT_CODES[name];
    return { code, meaning, errors: errors.filter(([, of]) => of === code).map(([error]) => error) };
  });
}
