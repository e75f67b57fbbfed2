/** Environment variables that terminal programs share, read in addition to the configuration. */
export const TERMINAL_VARIABLES = {
  NO_COLOR: "any value: no colours (no-color.org)",
  CLICOLOR_FORCE: "1: colours even without a terminal",
  FORCE_COLOR: "any value except 0: colours even without a terminal",
  TERM: "dumb: no colours",
  CI: "any value: never prompt, as without a terminal",
} as const;

type TerminalEnvironment = Readonly<Partial<Record<keyof typeof TERMINAL_VARIABLES, string>>>;

/** Follows no-color.org, and CLICOLOR_FORCE for piping into a pager. */
export function wantsColour(
  { NO_COLOR = "", CLICOLOR_FORCE, FORCE_COLOR = "0", TERM }: TerminalEnvironment,
  isTTY: boolean,
): boolean {
  if (NO_COLOR !== "") return false;
  if (CLICOLOR_FORCE === "1" || FORCE_COLOR !== "0") return true;
  return isTTY && TERM !== "dumb";
}

export function isUnattended({ CI }: TerminalEnvironment): boolean {
  return CI !== undefined;
}
