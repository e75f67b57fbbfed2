import type { FlowDefinition } from "../flow/schema/flow.ts";
import type { AgentSettings } from "./agent-settings.ts";

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export type Digest = (text: string) => string;

export interface FlowReference {
  readonly flowId: string;
  readonly version: number;
}

export interface RemoteFlow extends FlowReference {
  /** Its default_dynamic_variables. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** The body of create-agent. */
export interface AgentDefinition extends AgentSettings {
  response_engine: { type: "conversation-flow"; conversation_flow_id: string; version: number };
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

/**
 * Conversation flows and agents at Retell. Creates are sent once and never retried: after a failed one look for its
 * result before trying again. Rejects with AscendiaError. Lists come newest first and are fetched as they are read.
 */
export interface AgentPlatform {
  createFlow(definition: FlowDefinition): Promise<FlowReference>;
  /** Changes a draft. */
  updateFlow(flow: FlowReference, definition: FlowDefinition): Promise<void>;
  listFlows(): AsyncIterable<RemoteFlow>;
  createAgent(definition: AgentDefinition): Promise<AgentReference>;
  /** Changes a draft. */
  updateAgent(agent: AgentReference, definition: AgentDefinition): Promise<void>;
  /** The latest version unless one is named; undefined when Retell does not know it. */
  getAgent(agentId: string, version?: number): Promise<RemoteAgent | undefined>;
  listAgents(): AsyncIterable<{ readonly agentId: string; readonly name: string }>;
  publishAgent(agent: AgentReference): Promise<void>;
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

export interface AgentStore {
  master(): Promise<MasterAgent | undefined>;
  /** Replaces the record of the master agent, if there is one. */
  saveMaster(agent: MasterAgent): Promise<void>;
}
