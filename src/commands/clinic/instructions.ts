import { type Command, Argument } from "commander";
import type { SettingSource } from "../../domain/clinic/dialogue-settings.ts";
import { DEFAULT_INSTRUCTIONS } from "../../domain/dialogue/prompt/prompt-tools.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { type DialogueTarget, type TargetFlags, addTarget, changeDialogue, openTarget } from "./dialogue.ts";
import { counted } from "../../terminal/table.ts";

const actions = ["show", "set", "edit", "clear"] as const;

interface InstructionsFlags extends TargetFlags {
  readonly file?: string;
}

/** A longer text would slow down every turn and raise its cost. */
const MOST_CHARACTERS = 20_000;

export function configure(command: Command, context: Context): void {
  command.addArgument(new Argument("<action>", "what to do with the instructions").choices(actions));
  addTarget(command)
    .description(
      "show, set (from a file), edit (in your editor) or clear the instructions for a clinic's calls in prompt mode",
    )
    .option("--file <file>", "with set: the text file; - for standard input")
    .action((action: string, flags: InstructionsFlags) => run(action, flags, context));
}

export function isWrite(command: Command): boolean {
  return command.args[0] !== "show";
}

async function run(action: string, flags: InstructionsFlags, context: Context): Promise<void> {
  const target = await openTarget(flags, context);
  if (action === "show") {
    showInstructions(target, context);
    return;
  }
  const instructions = action === "clear" ? null : await newText(action, target, { flags, context });
  const change = { action: "clinic:instructions", change: { instructions }, flags };
  const changed = await changeDialogue(target, change, context);
  const isDryRun = flags.dryRun === true;
  context.output.result({ target: target.name, changed: changed && !isDryRun, dry_run: isDryRun, instructions }, () => {
    if (!changed) return `Nothing to change: ${target.name} has these instructions.`;
    const done = instructions === null ? "cleared" : `set, ${counted(instructions.length, "character")}`;
    return isDryRun ? `Instructions of ${target.name} would be ${done}.` : `Instructions of ${target.name} ${done}.`;
  });
}

interface Sources {
  readonly flags: InstructionsFlags;
  readonly context: Context;
}

async function newText(action: string, target: DialogueTarget, { flags, context }: Sources): Promise<string> {
  if (action === "set" && flags.file === undefined) {
    throw new AscendiaError("usage", "Missing --file.", {
      hint: "Pass --file <file>, or --file - to read standard input.",
    });
  }
  const text =
    action === "set"
      ? await context.readInput(flags.file ?? "-")
      : await context.prompt.edited({
          message: `Instructions of ${target.name}`,
          initial: textOf(target),
          flag: "clinic:instructions set --file <file>",
        });
  return checked(text.trim());
}

function checked(text: string): string {
  if (text === "") {
    throw new AscendiaError("invalid", "The instructions are empty.", {
      hint: "To go back to the default: ascendia clinic:instructions clear <clinic>",
    });
  }
  if (text.length > MOST_CHARACTERS) {
    throw new AscendiaError(
      "invalid",
      `The instructions have ${text.length} characters, more than ${MOST_CHARACTERS}.`,
      {
        hint: "Shorten them: they are sent with every turn of every call.",
      },
    );
  }
  return text;
}

function textOf({ effective }: DialogueTarget): string {
  return effective.instructions.value ?? DEFAULT_INSTRUCTIONS;
}

function showInstructions(target: DialogueTarget, { output }: Context): void {
  const { source } = target.effective.instructions;
  const text = textOf(target);
  output.result({ target: target.name, source, instructions: text }, () => `${origins[source]}\n\n${text}`);
}

const origins: Readonly<Record<SettingSource, string>> = {
  own: "Own instructions:",
  default: "Inherited from the default of all clinics (clinic:instructions set --default):",
  "built in": "Built-in instructions (neither the clinic nor the default has any):",
};
