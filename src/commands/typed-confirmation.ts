import { AscendiaError } from "../errors.ts";
import type { Context } from "./context.ts";

interface Confirmation {
  /** The text to type, or to pass with --confirm and --yes. */
  readonly expected: string;
  /** What typing it confirms: "release it". */
  readonly purpose: string;
  /** --confirm */
  readonly given: string | undefined;
}

/**
 * For irreversible actions: the user types the name, or passes --yes and --confirm together.
 * @throws interrupted when something else was typed, usage without a terminal
 */
export async function confirmByTyping(
  { expected, purpose, given }: Confirmation,
  { prompt, agreed }: Pick<Context, "prompt" | "agreed">,
): Promise<void> {
  const flag = `--yes --confirm ${expected}`;
  if (agreed && given !== undefined) return refuseOther(given, expected);
  if (agreed || !prompt.interactive) {
    throw new AscendiaError("usage", `This cannot be undone. Confirm with ${expected}.`, {
      hint: `Pass ${flag}. Use --dry-run to see what would happen.`,
    });
  }
  refuseOther(await prompt.text({ message: `Type ${expected} to ${purpose}:`, flag }), expected);
}

function refuseOther(typed: string, expected: string): void {
  if (typed.trim() === expected) return;
  throw new AscendiaError("interrupted", `"${typed.trim()}" is not ${expected}. Nothing was done.`, {
    hint: `Confirm with exactly ${expected}.`,
  });
}
