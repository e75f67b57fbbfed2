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
  | { readonly kind: "refused"; readonly problem: string };

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
    hint: "See what went wrong with ascendia simulate --all; --skip-simulation goes on without, and is audited.",
  });
}

/** For the audit log. */
export function gateText(result: GateResult): string {
  if (result.kind !== "green") return result.kind;
  return `green: ${result.runs} calls to ${result.clinics === 1 ? "1 clinic" : `${result.clinics} clinics`}`;
}
