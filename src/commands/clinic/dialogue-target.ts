import type { Command } from "commander";
import {
  type DialogueSettings,
  type DialogueSettingsStore,
  effectiveDialogue,
  type EffectiveDialogue,
} from "../../domain/clinic/dialogue-settings.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { AscendiaError } from "../../domain/errors.ts";
import { requireClinic } from "../../domain/organisation/require-clinic.ts";
import { addClinicArgument, clinicNamed, type ClinicFlag } from "../clinic-bookings.ts";
import type { Context } from "../context.ts";

export interface TargetFlags extends ClinicFlag {
  readonly default?: boolean;
  readonly dryRun?: boolean;
}

/** Whose settings they are: those of one clinic, or what all inherit. */
export interface DialogueTarget {
  /** The clinic's slug, or `default`. */
  readonly name: string;
  readonly subject: string;
  readonly store: DialogueSettingsStore;
  readonly own: DialogueSettings;
  readonly effective: EffectiveDialogue;
}

export function addTarget(command: Command): Command {
  return addClinicArgument(command).option(
    "--default",
    "of every clinic that has set nothing of its own, instead of one clinic",
  );
}

/** @throws usage unless exactly one of both is named; not_found */
export async function openTarget(
  argument: string | undefined,
  flags: TargetFlags,
  context: Context,
): Promise<DialogueTarget> {
  const clinicName = clinicNamed(argument, flags).clinic;
  if ((clinicName === undefined) === (flags.default !== true)) {
    throw new AscendiaError("usage", "Whose dialogue is meant?", { hint: "Name a clinic, or give --default." });
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

/** Saves and records what differs; with --dry-run neither. @returns whether anything differs */
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
