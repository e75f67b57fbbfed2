import type { CallerFactsStore } from "../call/caller-facts.ts";
import { readCallerFacts } from "../call/caller-facts.ts";
import type { DynamicVariables, Phrases } from "../call/caller-variables.ts";
import { callerVariables } from "../call/caller-variables.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { GraphMap } from "../flow/check/flow-map.ts";
import { mapFlow } from "../flow/check/flow-map.ts";
import { emptyValues, neverSupplied, notSpeakable } from "../flow/check/variable-rules.ts";
import { variableUses } from "../flow/check/variable-uses.ts";
import type { Finding } from "../flow/finding.ts";
import type { Flow } from "../flow/flow.ts";
import type { Clock } from "../time/ports.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { ClinicFact } from "./clinic-facts.ts";

/** What a flow asks of the variables that come with a call. */
export interface VariableContract {
  readonly flow: Flow;
  readonly maps: readonly GraphMap[];
  /** Every variable that the flow names anywhere. */
  readonly names: ReadonlySet<string>;
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
  return { flow, maps: mapFlow(flow), names: new Set(variableUses(flow).map((use) => use.name)) };
}

/** Holds the flow against what each clinic's inbound webhook would answer now; clinics that have left are passed over. */
export async function checkClinicVariables(flow: Flow, ports: ContractPorts): Promise<ContractCheck> {
  const contract = variableContract(flow);
  const clinics = (await ports.store.clinics.list()).filter((clinic) => clinic.status !== "offboarded");
  const findings: ClinicFinding[] = [];
  for (const clinic of clinics) {
    const variables = await variablesOf(clinic, ports);
    for (const finding of contractFindings(contract, variables)) findings.push({ clinic: clinic.slug, ...finding });
  }
  return { clinics: clinics.length, findings };
}

async function variablesOf(clinic: Clinic, { store, phrases, clock }: ContractPorts): Promise<DynamicVariables> {
  return callerVariables(await readCallerFacts(clinic, store), phrases, dateAt(clock.now(), clinic.timezone));
}

/** Facts that a clinic may lack; the template asks before it speaks them or dials them. */
const optional: ReadonlySet<string> = new Set<ClinicFact>([
  "clinic_phone",
  "transfer_number",
  "emergency_number",
  "clinic_instructions",
]);

/** Variables of one call that are not supplied, empty, or not fit to be spoken. */
export function contractFindings(contract: VariableContract, variables: DynamicVariables): readonly Finding[] {
  const { flow, maps } = contract;
  const context = { flow, maps, options: { supplied: Object.keys(variables), samples: variables } };
  const silent = emptyValues(context).map((finding): Finding => Object.assign({}, finding, { severity: "error" }));
  const empty = [...contract.names].filter((name) => variables[name]?.trim() === "" && !optional.has(name));
  return [
    ...neverSupplied(context),
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
    message: `{{${name}}} is empty and the flow relies on it.`,
    fix: "Complete the clinic's data.",
  };
}

/** Retell does not look for variables inside a value (retell-api.md 10): braces in one would be read out. */
function unfilled({ names }: VariableContract, variables: DynamicVariables): readonly Finding[] {
  return Object.entries(variables)
    .filter(([name, value]) => names.has(name) && /\{\{|\$\{/.test(value))
    .map(([name]) => ({
      rule: "variable-unfilled",
      severity: "error",
      field: name,
      message: `{{${name}}} holds a placeholder that nobody fills.`,
      fix: "Take the braces out of the clinic's data or of the phrase.",
    }));
}
