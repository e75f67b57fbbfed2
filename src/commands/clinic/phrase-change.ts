import { type InstalledPhrases, phraseProblems, withNotice } from "../../domain/agent/template/phrases.ts";
import { heardAt, wordingFindings } from "../../domain/agent/conduct/judge-conduct.ts";
import { readCallerFacts } from "../../domain/call/line/caller-variables.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { closestText } from "../../domain/closest-text.ts";
import { type Language, isLanguage, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { findingText } from "../../flow/rule.ts";
import { type AcceptFlags, goldenOf, settleConduct } from "../conduct.ts";
import { type ClinicsFlags, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

export interface PhraseFlags extends ClinicsFlags, AcceptFlags {
  readonly key?: string;
  readonly text?: string;
  readonly language?: string;
  readonly dryRun?: boolean;
}

/** Whose phrases to change: one clinic's, or those in the files for all clinics. */
export type PhraseTarget =
  | { readonly kind: "clinic"; readonly clinic: Clinic; readonly language: Language }
  | { readonly kind: "all"; readonly folder: string; readonly language: Language | undefined };

export function targetName(target: PhraseTarget): string {
  return target.kind === "clinic" ? target.clinic.slug : "all clinics";
}

/** @throws usage for both or an unknown language, not_found */
export async function openTarget(flags: PhraseFlags, context: Context): Promise<PhraseTarget> {
  const language = languageOf(flags.language);
  if (flags.all !== true) {
    const clinic = await chosenClinic(flags, context);
    return { kind: "clinic", clinic, language: language ?? clinic.language };
  }
  if (flags.clinic === undefined) return { kind: "all", folder: context.phraseFolder(), language };
  throw new AscendiaError("usage", "--all and a clinic cannot be combined.", { hint: "Pass only one of them." });
}

function languageOf(text: string | undefined): Language | undefined {
  if (text === undefined || isLanguage(text)) return text;
  throw new AscendiaError("usage", `--language: "${text}" is not one of ${languages.join(", ")}.`);
}

/** A text to say, or null to go back to the wording of the level above; without a key, for every phrase. */
export interface PhraseChange {
  readonly key: string | null;
  readonly text: string | null;
}

interface Changed {
  readonly language: Language;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface Heard {
  readonly clinic: string;
  readonly text: string;
}

interface Run {
  readonly flags: PhraseFlags;
  readonly context: Context;
}

/** Checks, stores and says what callers will hear. @throws usage, invalid */
export async function changePhrases(target: PhraseTarget, change: PhraseChange, { flags, context }: Run) {
  const installed = await context.phrases();
  if (change.key !== null) assertKnownPhrase(change.key, installed);
  const changes = planned(target, change, await ownTexts(target, installed, context));
  const isDryRun = flags.dryRun === true;
  for (const { language, key, to } of changes)
    if (to !== null) await assertSayable({ language, key, text: to }, { flags, context });
  if (!isDryRun && changes.length > 0) await storeChanges(target, changes, { installed, context });
  const heard = change.text === null ? [] : await heardAs(target, changes, context);
  return { changed: changes, heard };
}

/** @throws not_found */
export function assertKnownPhrase(key: string, { spoken }: InstalledPhrases): void {
  const known = languages.flatMap((language) => Object.keys(spoken[language]));
  if (known.includes(key)) return;
  const meant = closestText(key, known);
  throw new AscendiaError("not_found", `There is no phrase "${key}".`, {
    hint: `${meant === undefined ? "" : `Did you mean ${meant}? `}See them with: ascendia clinic:phrases list. Add phrases of your own in the phrases folder.`,
  });
}

/** The target's own texts. */
export async function ownTexts(target: PhraseTarget, { own }: InstalledPhrases, context: Context) {
  if (target.kind === "all") {
    return languages.flatMap((language) =>
      Object.entries(own[language]).map(([key, text]) => ({ language, key, text })),
    );
  }
  return (await context.store()).scope(target.clinic.id).phrases.list();
}

function planned(
  target: PhraseTarget,
  { key, text }: PhraseChange,
  own: Awaited<ReturnType<typeof ownTexts>>,
): readonly Changed[] {
  if (text === null) {
    return own
      .filter((each) => key === null || each.key === key)
      .filter(({ language }) => target.language === undefined || target.language === language || key === null)
      .map((each) => ({ language: each.language, key: each.key, from: each.text, to: null }));
  }
  const { language } = target;
  if (key === null || language === undefined) {
    throw new AscendiaError("usage", "Missing --language.", { hint: `Pass one of ${languages.join(", ")}.` });
  }
  const said = withNotice(key, text);
  const from = own.find((each) => each.key === key && each.language === language)?.text ?? null;
  return from === said ? [] : [{ language, key, from, to: said }];
}

interface Sayable {
  readonly language: Language;
  readonly key: string;
  readonly text: string;
}

/** Applies the rules of the shipped phrases; pinned wording changes only with --accept-change. @throws invalid */
async function assertSayable({ language, key, text }: Sayable, { flags, context }: Run): Promise<void> {
  const problems = phraseProblems(key, text);
  if (problems.length > 0) {
    throw new AscendiaError("invalid", `This cannot be said: ${problems.join("; ")}.`, {
      hint: "Name only facts about the clinic, as the built-in phrases do: ascendia clinic:phrases list",
      detail: problems,
    });
  }
  const findings = wordingFindings({ language, key, text }, await goldenOf(context));
  const { open } = await settleConduct(findings, { ...flags, isDry: flags.dryRun === true }, context);
  if (open.length === 0) return;
  throw new AscendiaError(
    "invalid",
    `This may not be said:\n${open.map((one) => `  ${findingText(one)}`).join("\n")}`,
    {
      hint: "Reword it, or accept it with --accept-change and --reason. Nothing was changed.",
      detail: open,
    },
  );
}

interface Storing {
  readonly installed: InstalledPhrases;
  readonly context: Context;
}

async function storeChanges(
  target: PhraseTarget,
  changes: readonly Changed[],
  { installed, context }: Storing,
): Promise<void> {
  if (target.kind === "all") {
    await writeFiles(target.folder, changes, { installed, context });
    return recordFiles(changes, context);
  }
  const { clinic } = target;
  const { phrases } = (await context.store()).scope(clinic.id);
  const describe = () => ({
    action: "clinic:phrases",
    clinic,
    before: textsOf(changes, "from"),
    after: textsOf(changes, "to"),
  });
  const save = async () => {
    for (const { language, key, to } of changes) {
      if (to === null) await phrases.remove({ language, key });
      else await phrases.save({ language, key, text: to });
    }
  };
  await changeAndRecord(save, describe, context);
}

function textsOf(changes: readonly Changed[], side: "from" | "to"): Readonly<Record<string, string | null>> {
  return Object.fromEntries(changes.map((change) => [`${change.language}.${change.key}`, change[side]]));
}

/** Phrase files need no database; where there is none, there is no audit log either. */
async function recordFiles(changes: readonly Changed[], context: Context): Promise<void> {
  if ((await context.clinicSlugs()).length === 0) return;
  const audit = await context.audit();
  await audit.record({
    act: context.newId(),
    action: "clinic:phrases",
    subject: "phrases:all",
    before: textsOf(changes, "from"),
    after: textsOf(changes, "to"),
    reason: null,
  });
}

async function writeFiles(folder: string, changes: readonly Changed[], { installed, context }: Storing): Promise<void> {
  await context.makeFolder(folder);
  for (const language of new Set(changes.map((change) => change.language))) {
    const texts: Record<string, string> = { ...installed.own[language] };
    for (const { key, to } of changes.filter((change) => change.language === language)) {
      if (to === null) delete texts[key];
      else texts[key] = to;
    }
    await context.writeOutput(`${folder}/${language}.json`, `${JSON.stringify(texts, undefined, 2)}\n`);
  }
}

/** The phrase as callers hear it: at the clinic, or at the first one of that language without a wording of its own. */
async function heardAs(target: PhraseTarget, changes: readonly Changed[], context: Context): Promise<readonly Heard[]> {
  const [change] = changes;
  if (change === undefined || (await context.clinicSlugs()).length === 0) return [];
  const stores = await context.store();
  const now = context.clock.now();
  for (const clinic of await audience(target, change, context)) {
    const facts = await readCallerFacts({ ...clinic, language: change.language }, stores, now);
    if (target.kind === "all" && facts.phrases[change.language]?.[change.key] !== undefined) continue;
    return [{ clinic: clinic.slug, text: heardAt(change.to ?? "", facts, now) }];
  }
  return [];
}

async function audience(target: PhraseTarget, { language }: Changed, context: Context): Promise<readonly Clinic[]> {
  if (target.kind === "clinic") return [target.clinic];
  return (await (await context.store()).clinics.list()).filter((clinic) => clinic.language === language);
}
