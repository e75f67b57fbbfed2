import type { PinnedAgent, PlatformNumber } from "../number/number.ts";
import { isObject } from "../../flow/parse/unwrap-flow.ts";

export interface FlowReference {
  readonly flowId: string;
  readonly version: number;
}

export interface RemoteFlow extends FlowReference {
  /** Its default_dynamic_variables. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** The body of create-agent. */
export interface AgentDefinition extends JsonObject {
  readonly agent_name: string;
  readonly response_engine:
    | { type: "conversation-flow"; conversation_flow_id: string; version: number }
    /** The clinic's own dialogue (docs/retell.md 8). */
    | { type: "custom-llm"; llm_websocket_url: string };
}

export interface AgentReference {
  readonly agentId: string;
  readonly version: number;
}

export interface RemoteAgent extends AgentReference {
  readonly name: string;
  readonly isPublished: boolean;
  /** Undefined for an agent with another kind of engine. */
  readonly flowId: string | undefined;
}

/** A version of an agent, whole. */
export interface RemoteVersion extends RemoteAgent {
  readonly flowVersion: number | undefined;
  readonly baseVersion: number | null;
  /** The environments that point at this version (docs/retell.md 2.4). */
  readonly tags: readonly string[];
  /** Everything Retell shows of it. */
  readonly body: JsonObject;
}

/** A version as a list shows it. */
export interface ListedVersion {
  readonly version: number;
  readonly isPublished: boolean;
  readonly baseVersion: number | null;
  /** null where Retell does not say. */
  readonly modifiedAt: number | null;
}

/**
 * Conversation flows and agents at Retell. Create requests are never retried: after a failed one, look for its
 * result before trying again. Rejects with AscendiaError. Lists come newest first and are fetched as they are read.
 */
export interface AgentPlatform {
  createFlow(definition: JsonObject): Promise<FlowReference>;
  /** Changes a draft. */
  updateFlow(flow: FlowReference, definition: JsonObject): Promise<void>;
  listFlows(): AsyncIterable<RemoteFlow>;
  createAgent(definition: AgentDefinition): Promise<AgentReference>;
  /** Changes a draft. */
  updateAgent(agent: AgentReference, definition: AgentDefinition): Promise<void>;
  /** The latest version unless one is named; undefined when Retell does not know it. */
  getAgent(agentId: string, version?: number): Promise<RemoteAgent | undefined>;
  listAgents(): AsyncIterable<{ readonly agentId: string; readonly name: string }>;
  publishAgent(agent: AgentReference): Promise<void>;
  /** Undefined when Retell does not know it. */
  getVersion(agent: AgentReference): Promise<RemoteVersion | undefined>;
  /** The whole body of a version of a flow; undefined when Retell does not know it. */
  getFlow(flow: FlowReference): Promise<JsonObject | undefined>;
  /** Newest first. @throws not_found */
  listVersions(agentId: string): AsyncIterable<ListedVersion>;
  /**
   * A new draft with the content of `base`, with a draft of its flow too if Retell copies it. Sent once, like a create.
   */
  createVersion(base: AgentReference): Promise<RemoteVersion>;
}

/** The agent binding of a number, and nothing else. */
export interface NumberPins {
  list(): Promise<readonly PlatformNumber[]>;
  /** Both directions. Returns the number as Retell then has it. @throws not_found */
  pin(phoneNumber: string, agent: PinnedAgent): Promise<PlatformNumber>;
}

/** The one agent all clinics share, as recorded by us. */
export interface MasterAgent {
  readonly agentId: string;
  readonly flowId: string;
  /** The published version that numbers are bound to. */
  readonly version: number;
  /** Hash of the desired agent it was published from. */
  readonly templateHash: string;
  readonly createdAt: number;
}

/** A clinic's own agent, which uses the socket. */
export interface CustomLlmAgent {
  readonly clinicId: string;
  readonly agentId: string;
  /** The published version that its number is bound to. */
  readonly version: number;
  /** Hash of the settings and the address it was published with. */
  readonly settingsHash: string;
  readonly createdAt: number;
}

export interface CustomLlmAgentStore {
  ofClinic(clinicId: string): Promise<CustomLlmAgent | undefined>;
  /** Those of all clinics that have one. */
  ofClinics(): Promise<readonly CustomLlmAgent[]>;
  /** Replaces the clinic's recorded agent. */
  saveOfClinic(agent: CustomLlmAgent): Promise<void>;
  /** Forgets it; nothing changes at Retell. */
  removeOfClinic(clinicId: string): Promise<void>;
}

export interface AgentAddress {
  /** The event URL of the version that callers get, as Retell showed it; undefined where none is recorded. */
  masterAddress(): Promise<string | undefined>;
}

export interface AgentStore {
  master(): Promise<MasterAgent | undefined>;
  /** Replaces the record of the master agent, if there is one. */
  saveMaster(agent: MasterAgent): Promise<void>;
}

/** A version that we wrote, or took over from the dashboard. */
export interface VersionRecord extends WrittenContent, AgentReference {
  readonly flowId: string;
  readonly flowVersion: number;
  readonly templateHash: string;
  readonly writtenAt: number;
  readonly publishedAt: number | null;
  /** When all clinics were last moved to it. */
  readonly promotedAt: number | null;
  /** When a rollback took callers off it; null again once callers are moved to it by name. */
  readonly withdrawnAt: number | null;
  /** The template it was written from: an absolute path, "-" for standard input, null for the built-in one. */
  readonly templatePath: string | null;
  readonly note: string | null;
}

/** The state of a version at Retell before a write. */
export interface AgentSnapshot extends AgentReference {
  readonly id: string;
  readonly content: AgentContent;
  readonly takenAt: number;
  /** The command that was about to write. */
  readonly takenBefore: string;
}

export interface AgentVersionStore {
  /** Last written first. */
  list(agentId: string): Promise<readonly VersionRecord[]>;
  find(agent: AgentReference): Promise<VersionRecord | undefined>;
  /** Replaces the record of that version. */
  save(record: VersionRecord): Promise<void>;
  /** Newest first. */
  snapshots(agentId: string): Promise<readonly AgentSnapshot[]>;
  /** An existing one with the same id is kept. */
  saveSnapshot(snapshot: AgentSnapshot): Promise<void>;
}

/** What we sent, and how Retell then showed it: only the latter reveals a later change there. */
export interface WrittenContent {
  readonly written: AgentContent;
  readonly readBack: AgentContent;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The behaviour of an agent version: its settings and its flow, without ids or names. */
export interface AgentContent {
  readonly agent: JsonObject;
  readonly flow: JsonObject;
}

/** Whether the flow has an edge for calls with this `clinic_status`. Without it they continue like any other call. */
export function hasEdgeFor(status: string, flow: JsonObject): boolean {
  return someObject(
    flow,
    ({ left, operator, right }) => left === "{{clinic_status}}" && operator === "==" && right === status,
  );
}

function someObject(value: unknown, test: (object: JsonObject) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => someObject(item, test));
  if (!isObject(value)) return false;
  return test(value) || Object.values(value).some((item) => someObject(item, test));
}

/** A call for Retell's own engine to play (docs/retell.md 11). */
export interface TestCase {
  readonly name: string;
  /** What the model that plays the caller does. */
  readonly prompt: string;
  /** What must hold of the call, a sentence each. */
  readonly metrics: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly mocks: readonly TestMock[];
}

export interface TestMock {
  readonly tool: string;
  /** Arguments that a call must have; undefined: any call. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** JSON */
  readonly output: string;
  readonly succeeds: boolean;
}

export interface TestResult {
  readonly caseId: string;
  /** Retell's word: pass, fail or error. */
  readonly status: string;
  readonly explanation: string | null;
}

/** Retell's test cases and batches. */
export interface RetellTests {
  /** A flow without an agent, for tests only. Sent once. */
  addFlow(body: JsonObject): Promise<FlowReference>;
  deleteFlow(flowId: string): Promise<void>;
  createCase(flow: FlowReference, testCase: TestCase): Promise<string>;
  deleteCase(id: string): Promise<void>;
  startBatch(flow: FlowReference, caseIds: readonly string[]): Promise<string>;
  /** The results of a batch; undefined while it is played. */
  results(batchId: string): Promise<readonly TestResult[] | undefined>;
}
