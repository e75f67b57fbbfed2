import type { CallerFactsStore } from "../call/caller-facts.ts";
import { readCallerFacts } from "../call/caller-facts.ts";
import type { DynamicVariables, Phrases } from "../call/caller-variables.ts";
import { callerVariables } from "../call/caller-variables.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { mapFlow } from "../flow/check/flow-map.ts";
import { emptyValues, neverSupplied, notSpeakable } from "../flow/check/variable-rules.ts";
import { variableUses } from "../flow/check/variable-uses.ts";
import type { Finding } from "../flow/finding.ts";
import type { Flow, FlowNode } from "../flow/flow.ts";
import type { Clock } from "../time/ports.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { ClinicFact } from "./clinic-facts.ts";

/** What a flow asks of the variables that come with a call, worked out once for a whole fleet. */
export interface VariableContract {
  /** Every variable that the flow names anywhere. */
  readonly names: ReadonlySet<string>;
  /** The flow's texts that are spoken word for word, and nothing else; `spokenNames` is what they name. */
  readonly spoken: Flow;
  readonly spokenNames: ReadonlySet<string>;
  /** Findings on the variables that calls with these variables would lack. */
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

/** Facts that a clinic may lack, or that not every call has; the template asks before it speaks them or dials them. */
const optional: ReadonlySet<string> = new Set<ClinicFact | "call_purpose">([
  "call_purpose",
  "clinic_phone",
  "transfer_number",
  "emergency_number",
  "clinic_instructions",
]);

/** Variables of one call that are not supplied, empty, or not fit to be spoken. */
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
