import type { ExtractedVariable, FlowNode } from "../flow.ts";
import type { ExtractedValues } from "../ports.ts";
import type { Run } from "./run.ts";
import { placeOf, transcriptOf } from "./run.ts";
import { resolve, variablesOf } from "./variables.ts";

/** What the conversation says of the variables; a value outside an enum's choices counts as not said. */
export async function extractVariables(
  run: Run,
  node: FlowNode,
  variables: readonly ExtractedVariable[],
): Promise<ExtractedValues> {
  const wanted = variables.map((variable) => ({ ...variable, description: resolve(run, variable.description) }));
  const found = await run.ports.brain.extract({
    place: placeOf(run, node),
    purpose: "variables",
    wanted,
    transcript: transcriptOf(run),
    variables: variablesOf(run),
  });
  return Object.fromEntries(Object.entries(found).filter(([name, value]) => fits(wanted, name, value)));
}

function fits(wanted: readonly ExtractedVariable[], name: string, value: string | number | boolean): boolean {
  const variable = wanted.find((item) => item.name === name);
  return variable !== undefined && (variable.type !== "enum" || variable.choices.includes(String(value)));
}
