import { AscendiaError } from "../errors.ts";
import { findingText } from "../flow/finding.ts";
import type { AgentContent } from "./agent-content.ts";
import { templateFindings } from "./check-template.ts";

/** A version that callers are about to get, as a template would say it. */
export interface GatedVersion {
  readonly agentId: string;
  readonly version: number;
  readonly template: AgentContent;
}

export type GateResult =
  | { readonly kind: "green"; readonly runs: number; readonly clinics: number }
  /** The operator asked for that; the audit log says so. */
  | { readonly kind: "skipped" }
  /** `calls`: those that are not as expected, the first few. */
  | { readonly kind: "refused"; readonly problem: string; readonly calls: readonly GateCall[] };

export interface GateCall {
  readonly clinic: string;
  readonly scenario: string;
  readonly status: string;
  /** What was expected and is not so; null where nothing tells. */
  readonly why: string | null;
}

/** Plays every scenario to every clinic with this version. */
export type SimulationGate = (version: GatedVersion) => Promise<GateResult>;

/** @throws invalid when the version has mistakes, failed when its simulation is not green */
export async function passGate(gated: GatedVersion, simulate: SimulationGate): Promise<GateResult> {
  const { version, template } = gated;
  const errors = templateFindings(template).filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    throw new AscendiaError("invalid", `Version ${version} has mistakes and stays where it is.`, {
      hint: "Correct the template, then: ascendia agent:update",
      detail: errors.map(findingText),
    });
  }
  const result = await simulate(gated);
  if (result.kind !== "refused") return result;
  throw new AscendiaError("failed", `Version ${version} was not simulated green: ${result.problem}`, {
    hint: `${lookAt(version, result.calls)}; --skip-simulation goes on without, and is audited.`,
    detail: result.calls.map(callText),
  });
}

function callText({ clinic, scenario, status, why }: GateCall): string {
  return `${clinic}, ${scenario}: ${status}${why === null ? "" : `, ${why}`}`;
}

/** The simulator plays a template, so the version is brought back as one. */
function lookAt(version: number, [first]: readonly GateCall[]): string {
  const call = first === undefined ? "--all" : `--clinic ${first.clinic} --scenario ${first.scenario}`;
  const file = `version-${version}.json`;
  return `See what was said with: ascendia agent:export --version ${version} -o ${file}, then ASCENDIA_TEMPLATE=${file} ascendia simulate ${call}`;
}

/** For the audit log. */
export function gateText(result: GateResult): string {
  if (result.kind !== "green") return result.kind;
  return `green: ${result.runs} calls to ${result.clinics === 1 ? "1 clinic" : `${result.clinics} clinics`}`;
}
