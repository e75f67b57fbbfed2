import * as z from "zod";
import type { Clock } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import { type Finding, mapFlow } from "../../flow/check/rule.ts";
import { emptyValues, neverSupplied, notSpeakable, variableUses } from "../../flow/check/variable-rules.ts";
import type { Flow, FlowNode } from "../../flow/flow.ts";
import { placeholderNames } from "../../flow/placeholders.ts";
import {
  type CallerFactsStore,
  type DynamicVariables,
  type Phrases,
  callerVariables,
  readCallerFacts,
} from "../call/caller-variables.ts";
import { transferProblems } from "../call/transfer-numbers.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { Language } from "../language/language.ts";
import type { ReminderVariable } from "../outreach/outbound-variables.ts";
import { type ClinicFact, clinicFacts } from "./agent.ts";

/** What a flow requires of the variables that come with a call, computed once for a whole fleet. */
export interface VariableContract {
  /** Every variable that the flow uses anywhere. */
  readonly names: ReadonlySet<string>;
  /** Only the flow's texts that are spoken word for word; `spokenNames` lists their variables. */
  readonly spoken: Flow;
  readonly spokenNames: ReadonlySet<string>;
  /** Findings about variables that are missing from a call with these variables. */
  unsupplied(supplied: readonly string[]): readonly Finding[];
}

export interface ClinicFinding extends Finding {
  /** Its slug. */
  readonly clinic: string;
}

export interface ContractCheck {
  /** How many clinics were checked. */
  readonly clinics: number;
  readonly findings: readonly ClinicFinding[];
}

export interface ContractPorts {
  readonly store: CallerFactsStore & { readonly clinics: Pick<ClinicDirectory, "list"> };
  readonly phrases: Phrases;
  readonly clock: Clock;
}

export function variableContract(flow: Flow): VariableContract {
  const maps = mapFlow(flow);
  const spoken = spokenTexts(flow);
  const known = new Map<string, readonly Finding[]>();
  return {
    names: new Set(variableUses(flow).map((use) => use.name)),
    spoken,
    spokenNames: new Set(variableUses(spoken).map((use) => use.name)),
    unsupplied(supplied) {
      const key = supplied.toSorted().join();
      const findings = known.get(key) ?? neverSupplied({ flow, maps, options: { supplied } });
      known.set(key, findings);
      return findings;
    },
  };
}

function spokenTexts({ nodes, components }: Flow): Flow {
  return {
    nodes: spokenNodes(nodes),
    components: (components ?? []).map(({ name, nodes: inner }) => ({ name, nodes: spokenNodes(inner) })),
  };
}

/** An SMS is read, not heard. */
function spokenNodes(nodes: readonly FlowNode[]): readonly FlowNode[] {
  return nodes.flatMap((node) => {
    if (node.type === "sms" || !("instruction" in node) || node.instruction?.type !== "static_text") return [];
    return [{ id: node.id, type: "conversation", instruction: node.instruction }];
  });
}

/** Checks the flow against the current answer of each clinic's inbound webhook; skips offboarded clinics. */
export async function checkClinicVariables(flow: Flow, ports: ContractPorts): Promise<ContractCheck> {
  const contract = variableContract(flow);
  const clinics = (await ports.store.clinics.list()).filter((clinic) => clinic.status !== "offboarded");
  const findings: ClinicFinding[] = [];
  for (const clinic of clinics) {
    const variables = await variablesOf(clinic, ports);
    const ofClinic = [...contractFindings(contract, variables), ...(await unreachable(clinic, ports))];
    for (const finding of ofClinic) findings.push({ clinic: clinic.slug, ...finding });
  }
  return { clinics: clinics.length, findings };
}

/** A transfer to an assistant of ours would begin the call again, in an emergency too. */
async function unreachable(clinic: Clinic, { store }: ContractPorts): Promise<readonly Finding[]> {
  const problems = await transferProblems(clinic, store.clinics);
  return problems.map(({ field, message }) => ({
    rule: "transfer-number",
    severity: "error",
    field,
    message,
    fix: "Give the clinic the number of an ordinary telephone that a person answers.",
  }));
}

async function variablesOf(clinic: Clinic, { store, phrases, clock }: ContractPorts): Promise<DynamicVariables> {
  return callerVariables(await readCallerFacts(clinic, store, clock.now()), phrases, clock.now());
}

/** Facts that a clinic or a call may lack; the template checks them before it speaks or dials them. */
const optional: ReadonlySet<string> = new Set<ClinicFact | "call_purpose">([
  "call_purpose",
  "clinic_phone",
  "transfer_number",
  "emergency_number",
  "crisis_line",
  "clinic_instructions",
  "notice",
]);

/** Variables of one call that are missing, empty, or cannot be spoken. */
export function contractFindings(contract: VariableContract, variables: DynamicVariables): readonly Finding[] {
  const { names, spoken, spokenNames } = contract;
  const context = { flow: spoken, maps: [], options: { samples: variables } };
  const silent = emptyValues(context).map((finding): Finding => Object.assign({}, finding, { severity: "error" }));
  const relied = [...names].filter((name) => !optional.has(name) && !spokenNames.has(name));
  const empty = relied.filter((name) => variables[name]?.trim() === "");
  return [
    ...contract.unsupplied(Object.keys(variables)),
    ...silent,
    ...empty.map(emptyVariable),
    ...notSpeakable(context),
    ...unfilled(contract, variables),
  ];
}

function emptyVariable(name: string): Finding {
  return {
    rule: "variable-empty",
    severity: "error",
    field: name,
    message: `{{${name}}} is empty, but the flow needs it.`,
    fix: "Complete the clinic's data.",
  };
}

/** Retell does not look for variables inside a value (docs/retell.md 10): braces in one would be read out. */
function unfilled({ names }: VariableContract, variables: DynamicVariables): readonly Finding[] {
  return Object.entries(variables)
    .filter(([name, value]) => names.has(name) && /\{\{|\$\{/.test(value))
    .map(([name]) => ({
      rule: "variable-unfilled",
      severity: "error",
      field: name,
      message: `{{${name}}} contains a placeholder that is never filled.`,
      fix: "Remove the braces from the clinic's data or the phrase.",
    }));
}

/** Texts that are spoken word for word, by key; the template uses `{{phrase_<key>}}`. */
export const phraseKeys = [
  "greeting",
  "need",
  "no_doctors",
  "unknown_doctor",
  "ask_date",
  "ask_date_again",
  "ask_other_date",
  "checking",
  "ask_time_again",
  "ask_patient_name",
  "ask_patient_phone",
  "booking",
  "sms_sent",
  "ask_booking_details",
  "looking_up",
  "move_or_cancel",
  "ask_new_date",
  "confirm_cancel",
  "saving",
  "recording",
  "emergency",
  "emergency_ask_now",
  "emergency_transferring",
  "emergency_no_number",
  "emergency_transfer_failed",
  "emergency_goodbye",
  "transferring",
  "transfer_failed",
  "no_human",
  "take_message",
  "message_failed",
  "technical_problem",
  "anything_else",
  "goodbye",
  "reminder_greeting",
  "reminder_identity",
  "reminder_appointment",
  "reminder_problem",
  "reminder_goodbye",
  "voicemail",
  "wrong_person",
  "offer_callback",
  "ask_callback",
  "opt_out_failed",
] as const;

export type PhraseKey = (typeof phraseKeys)[number];

/** The phrases of one language. A text may use clinic facts such as `{{clinic_name}}`; a reminder may also use call facts. */
export type PhraseCatalogue = Readonly<Record<PhraseKey, string>>;

export interface PhraseSource {
  readonly language: Language;
  /** The source of the JSON, for messages. */
  readonly file: string;
}

/** The variables that phrases of outbound calls may use in addition to the clinic's facts. */
const reminderFacts = [
  "customer_name",
  "patient_name",
  "appointment_date",
  "appointment_time",
  "appointment_type",
  "provider_name",
  "special_instructions",
  "callback_number",
] as const satisfies readonly ReminderVariable[];

const reminderPhrase = /^(?:reminder_|voicemail$)/;
const facts: ReadonlySet<string> = new Set(clinicFacts);
const known: ReadonlySet<string> = new Set([...clinicFacts, ...reminderFacts]);
const phrase = z.string().trim().min(1, "is empty").superRefine(onlyKnownFacts);
export const catalogueSchema = z.record(z.enum(phraseKeys), phrase).superRefine(reminderFactsInReminders);

/** Throws AscendiaError "invalid" with all problems: missing, unknown or empty phrases, and unknown placeholders. */
export function parsePhrases(json: unknown, source: PhraseSource): PhraseCatalogue {
  const result = catalogueSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(problemText);
  throw new AscendiaError("invalid", `Invalid phrases in ${source.file}:\n  ${problems.join("\n  ")}`, {
    hint: `Add a text for every phrase of "${source.language}": ${phraseKeys.join(", ")}.`,
    detail: problems,
  });
}

function onlyKnownFacts(text: string, context: z.RefinementCtx): void {
  for (const name of namesBeside(known, text)) context.addIssue({ code: "custom", message: foreign(name) });
}

/** Inbound calls have no appointment to name. */
function reminderFactsInReminders(texts: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  for (const [key, text] of Object.entries(texts)) {
    const names = reminderPhrase.test(key) ? [] : namesBeside(facts, text);
    for (const name of names.filter((named) => known.has(named)))
      context.addIssue({ code: "custom", path: [key], message: foreign(name) });
  }
}

function namesBeside(allowed: ReadonlySet<string>, text: string): readonly string[] {
  return placeholderNames(text).filter((name) => !allowed.has(name));
}

function foreign(name: string): string {
  return `names {{${name}}}, which is not a clinic fact`;
}

function problemText(issue: z.core.$ZodIssue): string {
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `unknown phrase ${issue.keys.join(", ")}`;
  return issue.code === "invalid_type" ? `${key === "" ? "the file" : key}: missing text` : `${key}: ${issue.message}`;
}
