import type { Command } from "commander";
import { type PrivacySettings, type Verification, verifications } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { switchFrom } from "../arguments.ts";
import { addClinicOption, chosenClinic, type WriteFlags } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";
import { counted } from "../../terminal/table.ts";

interface PrivacyFlags extends WriteFlags {
  readonly retentionDays?: string;
  readonly redact?: string;
  readonly verify?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show or change how long a clinic keeps call data, and whether transcripts are redacted")
    .option("--retention-days <days|off>", "erase older transcripts, events and emails")
    .option(
      "--redact <on|off>",
      "remove phone numbers, email addresses and birth dates from transcripts before storing them",
    )
    .option(
      "--verify <factor>",
      "what callers prove besides the phone on file before they learn about or change an appointment: name, birth-date or either; callback: nothing; the team calls the number on file",
    )
    .action((flags: PrivacyFlags) => showOrChange(flags, context));
}

/** Without a setting to change, the command only shows. */
export function isWrite(command: Command): boolean {
  return Object.keys(changeOf(command.opts<PrivacyFlags>())).length > 0;
}

async function showOrChange(flags: PrivacyFlags, context: Context): Promise<void> {
  const change = changeOf(flags);
  const clinic = await chosenClinic(flags, context);
  const { privacySettings } = (await context.store()).scope(clinic.id);
  const before = await privacySettings.find();
  const after = { ...before, ...change };
  const isChange = Object.keys(change).length > 0;
  const isDryRun = flags.dryRun === true;
  if (isChange && !isDryRun) {
    const changed = { before: privacyJson(before), after: privacyJson(after) };
    const describe = () => ({ action: "clinic:privacy", clinic, ...changed });
    await changeAndRecord(() => privacySettings.save(after), describe, context);
  }
  const json = { dry_run: isDryRun, clinic: clinic.slug, changed: isChange && !isDryRun, ...privacyJson(after) };
  context.output.result(json, () => privacyText(after));
}

function changeOf({ retentionDays, redact, verify }: PrivacyFlags): Partial<PrivacySettings> {
  return {
    ...(retentionDays === undefined ? {} : { retentionDays: daysFrom(retentionDays) }),
    ...(redact === undefined ? {} : { redactTranscripts: switchFrom(redact, "--redact") }),
    ...(verify === undefined ? {} : { verify: verificationFrom(verify) }),
  };
}

/** @throws usage */
function verificationFrom(text: string): Verification {
  const verification = verifications.find((each) => each === text);
  if (verification !== undefined) return verification;
  throw new AscendiaError("usage", `--verify: "${text}" is not one of ${verifications.join(", ")}.`, {
    hint: "Use name, birth-date, either of the two, or callback: callers learn nothing, and the team calls back.",
  });
}

function daysFrom(text: string): number | null {
  return text === "off" ? null : numberFrom(text, { where: "--retention-days", least: 1, most: 36_500 });
}

function privacyJson({ retentionDays, redactTranscripts, verify }: PrivacySettings) {
  return { retention_days: retentionDays, redact_transcripts: redactTranscripts, verify };
}

const verifiedBy: Readonly<Record<Verification, string>> = {
  either: "the phone on file, and the patient's name or birth date",
  name: "the phone on file and the patient's name",
  "birth-date": "the phone on file and the patient's birth date",
  callback: "nothing: the team calls the number on file",
};

function privacyText({ retentionDays, redactTranscripts, verify }: PrivacySettings): string {
  return [
    `retention       ${retentionDays === null ? "off: nothing is erased by age" : counted(retentionDays, "day")}`,
    `transcripts     ${redactTranscripts ? "stored without phone numbers, email addresses and birth dates" : "stored as spoken"}`,
    `callers prove   ${verifiedBy[verify]}`,
  ].join("\n");
}
