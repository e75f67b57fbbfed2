import { AscendiaError } from "../errors.ts";
import { validateFlow } from "../flow/check-flow.ts";
import { mapFlow } from "../flow/check/flow-map.ts";
import type { CheckOptions } from "../flow/check/rule.ts";
import type { Finding } from "../flow/finding.ts";
import type { Flow } from "../flow/flow.ts";
import { parseFlow } from "../flow/parse-flow.ts";
import { isObject } from "../flow/unwrap-flow.ts";
import type { Translated } from "../language/language.ts";
import { languages } from "../language/language.ts";
import { phraseFindings } from "./check-phrases.ts";
import { templateFindings } from "./check-template.ts";

export interface CheckedFile {
  readonly kind: "template" | "flow";
  readonly findings: readonly Finding[];
  /** Components included; 0 for a file that cannot be read as a flow. */
  readonly nodes: number;
  /** Absent when the file cannot be read as a flow; the findings say why. */
  readonly flow?: Flow;
}

export interface FileSurroundings extends CheckOptions {
  /** The JSON of each language's phrases; a template is checked together with them. */
  readonly phrases: Translated<unknown>;
}

/** Checks a template with its phrases, or any other flow or export by itself. */
export function checkFile(json: unknown, { phrases, ...options }: FileSurroundings): CheckedFile {
  const flow = readableFlow(json);
  const read =
    flow === undefined ? { nodes: 0 } : { nodes: mapFlow(flow).flatMap(({ graph }) => graph.nodes).length, flow };
  if (!isTemplate(json)) return { kind: "flow", findings: validateFlow(json, options), ...read };
  const spoken = languages.flatMap((language) => phraseFindings(language, phrases[language]));
  return { kind: "template", findings: [...templateFindings(json), ...spoken], ...read };
}

/** A template is `{ agent, flow }`; exports keep the flow inside the agent. */
function isTemplate(json: unknown): boolean {
  return isObject(json) && isObject(json["agent"]) && isObject(json["flow"]) && !("nodes" in json);
}

function readableFlow(json: unknown): Flow | undefined {
  try {
    return parseFlow(json).flow;
  } catch (error) {
    if (error instanceof AscendiaError) return undefined;
    throw error;
  }
}
