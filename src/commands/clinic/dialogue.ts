import { type Command, InvalidArgumentError, Option } from "commander";
import { canonicalJson } from "../../domain/canonical-json.ts";
import {
  type DialogueMode,
  type DialogueSettings,
  type DialogueSettingsStore,
  type EffectiveDialogue,
  dialogueModes,
  effectiveDialogue,
} from "../../domain/clinic/dialogue-settings.ts";
import { NO_MODEL_FIX, hasModel } from "../../domain/dialogue/has-model.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicFlag, addClinicOption } from "../clinic-option.ts";
import { listOption } from "../list-option.ts";
import type { Context } from "../context.ts";

export interface TargetFlags extends ClinicFlag {
  readonly default?: boolean;
  readonly dryRun?: boolean;
}

/** The owner of the settings: one clinic, or the default that all inherit. */
export interface DialogueTarget {
  /** The clinic's slug, or `default`. */
  readonly name: string;
  readonly subject: string;
  readonly store: DialogueSettingsStore;
  readonly own: DialogueSettings;
  readonly effective: EffectiveDialogue;
}

export function addTarget(command: Command): Command {
  return addClinicOption(command).option(
    "--default",
    "settings of every clinic without its own, instead of one clinic",
  );
}

/** @throws usage unless exactly one of the two is named; not_found */
export async function openTarget(flags: TargetFlags, context: Context): Promise<DialogueTarget> {
  const { clinic: clinicName } = flags;
  if ((clinicName === undefined) === (flags.default !== true)) {
    throw new AscendiaError("usage", "Pass exactly one of a clinic or --default.", {
      hint: "Name a clinic, or pass --default for all clinics.",
    });
  }
  const installation = await context.store();
  const { clinics, dialogueDefaults } = installation;
  const defaults = await dialogueDefaults.read();
  if (clinicName === undefined) {
    const effective = effectiveDialogue(defaults, defaults);
    return { name: "default", subject: "installation", store: dialogueDefaults, own: defaults, effective };
  }
  const clinic = await requireClinic(clinicName, clinics);
  const store = installation.scope(clinic.id).dialogue;
  const own = await store.read();
  const effective = effectiveDialogue(own, defaults);
  return { name: clinic.slug, subject: `clinic:${clinic.slug}`, store, own, effective };
}

interface SettingsChange {
  readonly action: string;
  readonly change: Partial<DialogueSettings>;
  readonly flags: TargetFlags;
}

/** Saves and records the differences, unless --dry-run. @returns whether anything differs */
export async function changeDialogue(
  { store, own, subject }: DialogueTarget,
  { action, change, flags }: SettingsChange,
  context: Context,
): Promise<boolean> {
  const after = { ...own, ...change };
  if (canonicalJson(after) === canonicalJson(own)) return false;
  if (flags.dryRun === true) return true;
  await store.save(after);
  const names = Object.keys(change);
  const part = (settings: object) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
  const audit = await context.audit();
  await audit.record({
    act: context.newId(),
    action,
    subject,
    before: part(own),
    after: part(after),
    reason: null,
  });
  return true;
}

interface DialogueFlags extends TargetFlags {
  readonly mode?: DialogueMode;
  readonly model?: string;
  readonly voice?: string;
  readonly responsiveness?: number;
  readonly interruptionSensitivity?: number;
  readonly reminderMs?: number;
  readonly reminders?: number;
  readonly inherit?: readonly string[];
}

export function configure(command: Command, context: Context): void {
  addTarget(command)
    .description("show or change how a clinic's socket calls are handled")
    .addOption(
      new Option("--mode <mode>", "flow: follow the master flow; prompt: follow the clinic's instructions").choices(
        dialogueModes,
      ),
    )
    .option("--model <name>", "model at OPENAI_BASE_URL, instead of ASCENDIA_MODEL")
    .option("--voice <id>", "Retell voice of the clinic's own agent")
    .option("--responsiveness <0-1>", "how fast the agent answers", share)
    .option("--interruption-sensitivity <0-1>", "how easily callers interrupt the agent", share)
    .option("--reminder-ms <ms>", "silence before the agent asks whether the caller is still there", whole)
    .option("--reminders <n>", "how many times to ask a silent caller", whole)
    .addOption(listOption("--inherit <name>", "go back to the default for mode, model, voice, …"))
    .action((flags: DialogueFlags) => showOrChange(flags, context));
}

/** Without a setting to change, the command only shows. */
export function isWrite(command: Command): boolean {
  return Object.keys(changeOf(command.opts<DialogueFlags>())).length > 0;
}

async function showOrChange(flags: DialogueFlags, context: Context): Promise<void> {
  const change = changeOf(flags);
  const target = await openTarget(flags, context);
  const changed = await changeDialogue(target, { action: "clinic:dialogue", change, flags }, context);
  const isDryRun = flags.dryRun === true;
  const after = changed && !isDryRun ? await openTarget(flags, context) : target;
  const settings = rowsOf(after);
  const isThought = hasModel(context.config(), after.effective);
  const facts = {
    target: after.name,
    changed: changed && !isDryRun,
    dry_run: isDryRun,
    has_model: isThought,
    settings,
  };
  context.output.result(facts, () =>
    [
      ...(changed ? [isDryRun ? `Would change: ${Object.keys(change).join(", ")}. Now:` : "Now:"] : []),
      ...settings.map(({ name, value, source }) => `  ${name.padEnd(26)}${value ?? "built-in default"}  (${source})`),
      ...(isThought ? [] : [`No language model is configured: in live mode its calls are refused. ${NO_MODEL_FIX}`]),
    ].join("\n"),
  );
}

/** The flags under the names that --inherit and the output use. */
const names = {
  mode: "mode",
  model: "model",
  voice: "voice",
  responsiveness: "responsiveness",
  interruption_sensitivity: "interruptionSensitivity",
  reminder_ms: "reminderTriggerMs",
  reminders: "reminderMaxCount",
} as const satisfies Readonly<Record<string, keyof DialogueSettings>>;

function changeOf(flags: DialogueFlags): Partial<DialogueSettings> {
  const given: Partial<Record<keyof DialogueSettings, string | number | undefined>> = {
    mode: flags.mode,
    model: flags.model,
    voice: flags.voice,
    responsiveness: flags.responsiveness,
    interruptionSensitivity: flags.interruptionSensitivity,
    reminderTriggerMs: flags.reminderMs,
    reminderMaxCount: flags.reminders,
  };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const inherited = (flags.inherit ?? []).map((name) => [fieldOf(name), null] as const);
  return { ...set, ...Object.fromEntries(inherited) };
}

function fieldOf(name: string): keyof DialogueSettings {
  const found = Object.entries(names).find(([known]) => known === name.replaceAll("-", "_"));
  if (found !== undefined) return found[1];
  throw new AscendiaError("usage", `--inherit: unknown setting "${name}".`, {
    hint: `Use one of ${Object.keys(names).join(", ")}. Clear instructions with clinic:instructions clear.`,
  });
}

function rowsOf({ effective }: DialogueTarget) {
  return Object.entries(names).map(([name, field]) => {
    const { value, source } = effective[field];
    return { name, value, source };
  });
}

function share(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError("Use a number from 0 to 1.");
}

function whole(text: string): number {
  if (/^\d{1,6}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError("Use a whole number.");
}
