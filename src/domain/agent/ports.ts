import type { PinnedAgent, PlatformNumber } from "../number/number.ts";
import { isObject } from "../../flow/parse/unwrap-flow.ts";

export interface FlowReference {
  readonly flowId: string;
  readonly version: number;
}

export interface RemoteFlow extends FlowReference {
  /** The flow's default_dynamic_variables. */
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
  /** undefined: the agent has another kind of engine. */
  readonly flowId: string | undefined;
}

/** A whole version of an agent. */
export interface RemoteVersion extends RemoteAgent {
  readonly flowVersion: number | undefined;
  readonly baseVersion: number | null;
  /** The environments that point at this version (docs/retell.md 2.4). */
  readonly tags: readonly string[];
  /** Everything that Retell shows about the version. */
  readonly body: JsonObject;
}

/** A version as a list shows it. */
export interface ListedVersion {
  readonly version: number;
  readonly isPublished: boolean;
  readonly baseVersion: number | null;
  /** null: Retell does not report it. */
  readonly modifiedAt: number | null;
}

/**
 * Conversation flows and agents at Retell. Create requests are never retried: after a failure, look for the result
 * before trying again. Rejects with AscendiaError. Lists come newest first and are fetched as they are read.
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
   * Creates a draft with the content of `base`, and a draft of its flow if Retell copies that. Sent once, like a
   * create.
   */
  createVersion(base: AgentReference): Promise<RemoteVersion>;
}

/** The agent binding of a number, and nothing else. */
export interface NumberPins {
  list(): Promise<readonly PlatformNumber[]>;
  /** Binds both directions. Returns the number as Retell then shows it. @throws not_found */
  pin(phoneNumber: string, agent: PinnedAgent): Promise<PlatformNumber>;
}

/** Our record of the agent that all clinics share. */
export interface MasterAgent {
  readonly agentId: string;
  readonly flowId: string;
  /** The published version that numbers are bound to. */
  readonly version: number;
  /** Hash of the desired agent from which it was published. */
  readonly templateHash: string;
  readonly createdAt: number;
}

/** A clinic's own agent, which uses the socket. */
export interface CustomLlmAgent {
  readonly clinicId: string;
  readonly agentId: string;
  /** The published version that its number is bound to. */
  readonly version: number;
  /** Hash of the settings and the address with which it was published. */
  readonly settingsHash: string;
  readonly createdAt: number;
}

export interface CustomLlmAgentStore {
  ofClinic(clinicId: string): Promise<CustomLlmAgent | undefined>;
  /** The agents of all clinics that have one, or of these clinics. */
  ofClinics(clinicIds?: readonly string[]): Promise<readonly CustomLlmAgent[]>;
  /** Replaces the clinic's recorded agent. */
  saveOfClinic(agent: CustomLlmAgent): Promise<void>;
  /** Removes the record; nothing changes at Retell. */
  removeOfClinic(clinicId: string): Promise<void>;
}

export interface AgentAddress {
  /** The event URL of the version that callers get, as Retell showed it; undefined: no URL is recorded. */
  masterAddress(): Promise<string | undefined>;
}

export interface AgentStore {
  master(): Promise<MasterAgent | undefined>;
  /** Replaces the record of the master agent, if there is one. */
  saveMaster(agent: MasterAgent): Promise<void>;
}

/** A version that we wrote, or adopted from the dashboard. */
export interface VersionRecord extends WrittenContent, AgentReference {
  readonly flowId: string;
  readonly flowVersion: number;
  readonly templateHash: string;
  readonly writtenAt: number;
  readonly publishedAt: number | null;
  /** When all clinics were last moved to this version. */
  readonly promotedAt: number | null;
  /** When a rollback moved callers off this version; null again once callers are explicitly moved to it. */
  readonly withdrawnAt: number | null;
  /**
   * The template from which it was written: an absolute path, "-" for standard input, null for the built-in template.
   */
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
  /** Keeps an existing snapshot with the same id. */
  saveSnapshot(snapshot: AgentSnapshot): Promise<void>;
}

/** What we sent, and how Retell then showed it; only the latter reveals later changes at Retell. */
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

/** Whether the flow has an edge for calls with this `clinic_status`. Without it, they continue like any other call. */
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

/** A call that Retell's own engine simulates (docs/retell.md 11). */
export interface TestCase {
  readonly name: string;
  /** Instructs the model that plays the caller. */
  readonly prompt: string;
  /** What must be true of the call, one sentence each. */
  readonly metrics: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly mocks: readonly TestMock[];
}

export interface TestMock {
  readonly tool: string;
  /** Arguments that a call must have; undefined: any call. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** The answer, as JSON. */
  readonly output: string;
  readonly succeeds: boolean;
}

export interface TestResult {
  readonly caseId: string;
  /** Retell's verdict: pass, fail or error. */
  readonly status: string;
  readonly explanation: string | null;
}

/** Retell's test cases and batches. */
export interface RetellTests {
  /** Creates a flow without an agent, for tests only. Sent once. */
  addFlow(body: JsonObject): Promise<FlowReference>;
  deleteFlow(flowId: string): Promise<void>;
  createCase(flow: FlowReference, testCase: TestCase): Promise<string>;
  deleteCase(id: string): Promise<void>;
  startBatch(flow: FlowReference, caseIds: readonly string[]): Promise<string>;
  /** The results of a batch; undefined while it is running. */
  results(batchId: string): Promise<readonly TestResult[] | undefined>;
}
