/** What is read of the environment beside the configuration, as other programs of the terminal do. */
export const TERMINAL_VARIABLES = {
  NO_COLOR: "set to anything: no colours (no-color.org)",
  CLICOLOR_FORCE: "1: colours even where the output is no terminal",
  FORCE_COLOR: "set to anything but 0: the same",
  TERM: "dumb: no colours",
  CI: "set: nothing is asked, as without a terminal",
} as const;

type TerminalEnvironment = Readonly<Partial<Record<keyof typeof TERMINAL_VARIABLES, string>>>;

/** no-color.org, and CLICOLOR_FORCE for those who pipe into a pager. */
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
