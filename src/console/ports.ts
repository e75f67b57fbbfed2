import type { ConductFinding } from "../domain/agent/conduct/accepted-changes.ts";
import type { JsonObject } from "../domain/agent/ports.ts";
import type { MailLinkPorts } from "../domain/access/mail-link.ts";
import type { AlertStore } from "../domain/alert/ports.ts";
import type { AuditLog } from "../domain/audit/audit-log.ts";
import type { Phrases } from "../domain/call/line/caller-variables.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { ClinicPhrase } from "../domain/clinic/ports.ts";
import type { SignUpStore } from "../domain/clinic/ports.ts";
import type { Store } from "../domain/fleet/ports.ts";
import type { Language } from "../domain/language/language.ts";
import type { PinnedAgent } from "../domain/number/number.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import type { DrawnPart, FlowGraph } from "../flow/graph/flow-graph.ts";

/** A structured log. Never pass it a patient's name or a phone number. */
export interface ConsoleLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ConsoleFiles {
  readonly style: string;
  readonly script: string;
  /** The script of the week's page. */
  readonly week: string;
}

/** A version's flow, topic by topic. */
export interface FlowDrawing {
  readonly graph: FlowGraph;
  /** Draws on first request, away from the thread that answers calls. @returns an SVG document */
  picture(part: DrawnPart): Promise<string>;
}

export interface DrawingOrder {
  readonly agent: PinnedAgent;
  /** The clinic's Retell account; null: the installation's. */
  readonly account: string | null;
  /** The language in which the phrases are written out. */
  readonly language: Language;
}

/** The file of a scenario, or why there is none; `detail` is in English. */
export type MadeScenario =
  | { readonly name: string; readonly yaml: string }
  | { readonly problem: "busy" | "slow" | "differs" | "none"; readonly detail: readonly string[] };

/** Where the number of an approved clinic comes from. `buy`: as `--buy` takes it. */
export type ApprovedNumber = { readonly buy: string } | { readonly number: string; readonly host: string };

/** The clinic, or why there is none; `detail` is in English. */
export type Approval =
  | { readonly slug: string }
  | { readonly problem: "busy" | "slow" | "refused"; readonly detail: string };

/** What the console needs from outside. */
export interface ConsolePorts extends MailLinkPorts {
  readonly store: Store;
  readonly alerts: AlertStore;
  readonly signUps: SignUpStore;
  readonly files: ConsoleFiles;
  readonly log: ConsoleLog;
  /** The audit log in the name of someone who is signed in. */
  auditAs(actor: string): AuditLog;
  bookings(clinic: Clinic): OutreachPorts;
  /** Runs the work in one transaction: all of its writes take effect or none. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** @throws not_found, conflict for a version that has no flow */
  flowOf(agent: PinnedAgent, account: string | null): Promise<JsonObject>;
  /** @throws not_found, conflict for a version that has no flow, invalid for a flow that cannot be read */
  drawingOf(order: DrawingOrder): Promise<FlowDrawing>;
  /** Makes a scenario of a recorded call, away from the thread that answers calls. */
  scenarioOf(callId: string): Promise<MadeScenario>;
  /** Onboards the clinic that filled in the form, away from the thread that answers calls. */
  approveSignUp(id: string, number: ApprovedNumber): Promise<Approval>;
  /** The phrases of this installation. */
  readonly phrases: Phrases;
  /** The rules that a new wording breaks and that nobody has accepted. */
  judgeWording(phrase: ClinicPhrase): Promise<readonly ConductFinding[]>;
  /** The address at which people reach the console, and the only origin of its forms. */
  readonly url: string;
}
