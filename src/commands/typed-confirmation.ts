import { AscendiaError } from "../errors.ts";
import type { Context } from "./context.ts";

interface Confirmation {
  /** What must be typed, or given with --confirm beside --yes. */
  readonly expected: string;
  /** What typing it agrees to: "release it". */
  readonly purpose: string;
  /** --confirm */
  readonly given: string | undefined;
}

/**
 * For what cannot be taken back: the name itself is typed, or given by --yes and --confirm together.
 * @throws interrupted when something else was typed, usage when nobody can be asked
 */
export async function confirmByTyping(
  { expected, purpose, given }: Confirmation,
  { prompt, agreed }: Pick<Context, "prompt" | "agreed">,
): Promise<void> {
  const flag = `--yes --confirm ${expected}`;
  if (agreed && given !== undefined) return refuseOther(given, expected);
  if (agreed || !prompt.interactive) {
    throw new AscendiaError("usage", `This cannot be taken back, so ${expected} must be confirmed by its name.`, {
      hint: `Give ${flag}. See what would happen with --dry-run.`,
    });
  }
  refuseOther(await prompt.text({ message: `Type ${expected} to ${purpose}:`, flag }), expected);
}

function refuseOther(typed: string, expected: string): void {
  if (typed.trim() === expected) return;
  throw new AscendiaError("interrupted", `"${typed.trim()}" is not ${expected}: nothing was done.`, {
    hint: `To go on, confirm with exactly ${expected}.`,
  });
}
