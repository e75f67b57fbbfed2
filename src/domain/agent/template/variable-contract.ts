import type { Clock } from "../../../clock.ts";
import { type Finding, mapFlow } from "../../../flow/rule.ts";
import { emptyValues, neverSupplied, notSpeakable, variableUses } from "../../../flow/check/variable-rules.ts";
import type { Flow, FlowNode } from "../../../flow/flow.ts";
import {
  type CallerFactsStore,
  type DynamicVariables,
  type Phrases,
  callerVariables,
  readCallerFacts,
} from "../../call/line/caller-variables.ts";
import { transferProblems } from "../../call/line/transfer-numbers.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { ClinicDirectory } from "../../clinic/ports.ts";
import type { ReminderVariable } from "../../outreach/reminders/outbound-variables.ts";
import type { ClinicFact } from "./agent.ts";

/** What a flow requires of the variables that come with a call, computed once for a whole fleet. */
interface VariableContract {
  /** Every variable that the flow uses anywhere. */
  readonly names: ReadonlySet<string>;
  /** Only the flow's texts that are spoken verbatim; `spokenNames` holds their variables. */
  readonly spoken: Flow;
  readonly spokenNames: ReadonlySet<string>;
  /** Findings about variables that are missing from a call with these variables. */
  unsupplied(supplied: readonly string[]): readonly Finding[];
}

export interface ClinicFinding extends Finding {
  /** The clinic's slug. */
  readonly clinic: string;
}

export interface ContractCheck {
  /** How many clinics were checked. */
  readonly clinics: number;
  readonly findings: readonly ClinicFinding[];
}

interface ContractPorts {
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

/** The nodes with verbatim speech; an SMS is read, not heard. */
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

/**
 * Finds transfer numbers that reach no person: a transfer to our own assistant would start the call again, even in an
 * emergency.
 */
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
const optional: ReadonlySet<string> = new Set<ClinicFact | "call_purpose" | ReminderVariable>([
  "call_purpose",
  "offer_id",
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

/** Retell does not expand variables inside a value (docs/retell.md 10), so braces in it would be read aloud. */
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
