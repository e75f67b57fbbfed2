import { languages } from "../../domain/language/language.ts";
import { Argument, type Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import { addAcceptOption } from "../conduct.ts";
import { addClinicOption } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { table } from "../../terminal/table.ts";
import {
  assertKnownPhrase,
  type PhraseChange,
  type PhraseFlags,
  type PhraseTarget,
  changePhrases,
  openTarget,
  ownTexts,
  targetName,
} from "./phrase-change.ts";

const actions = ["list", "set", "reset"] as const;

export function configure(command: Command, context: Context): void {
  command.addArgument(new Argument("<action>", "what to do with the phrases").choices(actions));
  addAcceptOption(addClinicOption(command))
    .description(
      "list, set or reset the sentences that callers hear: at one clinic or, with --all, at every clinic without wording of its own",
    )
    .option("--all", "every clinic: the files in the phrases folder")
    .option("--key <key>", "which phrase, such as greeting")
    .option("--text <text>", "with set: what is said; it may name facts such as {{clinic_name}}")
    .option("--language <code>", "language of the phrase (default: the clinic's language)")
    .option("--reason <text>", "reason for the audit log; required with --accept-change")
    .action((action: (typeof actions)[number], flags: PhraseFlags) => run(action, flags, context));
}

export function isWrite(command: Command): boolean {
  return command.args[0] !== "list";
}

async function run(action: (typeof actions)[number], flags: PhraseFlags, context: Context): Promise<void> {
  const target = await openTarget(flags, context);
  if (action === "list") return listPhrases(target, flags, context);
  const text = action === "set" ? required(flags.text, "--text") : null;
  const changed = await changePhrases(target, { ...keysOf(action, flags), text }, { flags, context });
  const data = { action, target: targetName(target), dry_run: flags.dryRun === true, ...changed };
  context.output.result(data, (done) => changeText(done, target));
}

function keysOf(action: "set" | "reset", { key }: PhraseFlags): Pick<PhraseChange, "key"> {
  return { key: action === "set" ? required(key, "--key") : (key ?? null) };
}

function required(value: string | undefined, flag: string): string {
  if (value !== undefined && value.trim() !== "") return value.trim();
  throw new AscendiaError("usage", `Missing ${flag}.`, {
    hint: 'Use ascendia clinic:phrases set <clinic> --key greeting --text "…"; the keys: ascendia clinic:phrases list',
  });
}

type Changed = Awaited<ReturnType<typeof changePhrases>>;

function changeText(
  { changed, heard, dry_run: isDryRun }: Changed & { readonly dry_run: boolean },
  target: PhraseTarget,
) {
  if (changed.length === 0) return `Nothing to change: ${targetName(target)} already says this.`;
  const verb = isDryRun ? "would be" : "is";
  return [
    ...changed.map(({ language, key, from, to }) =>
      to === null
        ? `${key} (${language}) ${verb} reset; it was: ${from ?? ""}`
        : `${key} (${language}) ${verb} set: ${to}`,
    ),
    ...heard.map(({ clinic, text }) => `Callers of ${clinic} hear: ${text}`),
    ...(isDryRun
      ? []
      : [
          target.kind === "all"
            ? "Restart ascendia serve and worker: they read the files when they start."
            : "Callers hear it from the next call on.",
        ]),
  ].join("\n");
}

/** Every phrase with where it is worded. */
async function listPhrases(target: PhraseTarget, { key: wanted }: PhraseFlags, context: Context): Promise<void> {
  const installed = await context.phrases();
  if (wanted !== undefined) assertKnownPhrase(wanted, installed);
  const { spoken, own } = installed;
  const clinics = target.kind === "clinic" ? await ownTexts(target, installed, context) : [];
  const chosen = target.language === undefined ? languages : [target.language];
  const phrases = chosen.flatMap((language) =>
    Object.entries(spoken[language])
      .filter(([key]) => wanted === undefined || key === wanted)
      .map(([key, text]) => {
        const ofClinic = clinics.find((each) => each.key === key && each.language === language);
        const source = ofClinic === undefined ? (key in own[language] ? "file" : "built in") : "clinic";
        return { language, key, source, text: ofClinic?.text ?? text };
      }),
  );
  context.output.result({ target: targetName(target), folder: context.phraseFolder(), phrases }, (shown) =>
    table(
      ["key", "language", "worded by", "text"],
      shown.phrases.map(({ language, key, source, text }) => [key, language, source, text]),
    ),
  );
}
