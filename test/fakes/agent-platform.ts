import type {
  AgentDefinition,
  AgentPlatform,
  ListedVersion,
  RemoteAgent,
  RemoteVersion,
} from "../../src/domain/agent/ports.ts";
import type { FlowDefinition } from "../../src/flow/schema/flow.ts";

interface StoredAgent {
  readonly definition: AgentDefinition;
  readonly isPublished: boolean;
}

/**
 * Stores flows and agents like Retell: it assigns ids, published versions are immutable, and lists are newest first.
 * Knows only version 0; code that needs more versions is tested against the sandbox.
 */
export class FakeAgentPlatform implements AgentPlatform {
  readonly flows = new Map<string, FlowDefinition>();
  readonly agents = new Map<string, StoredAgent>();

  createFlow(definition: FlowDefinition) {
    const flowId = `conversation_flow_${this.flows.size + 1}`;
    this.flows.set(flowId, definition);
    return Promise.resolve({ flowId, version: 0 });
  }

  async updateFlow({ flowId }: { readonly flowId: string }, definition: FlowDefinition): Promise<void> {
    if (!this.flows.has(flowId)) throw new Error(`no flow ${flowId}`);
    this.flows.set(flowId, definition);
    return Promise.resolve();
  }

  async *listFlows() {
    for (const [flowId, flow] of [...this.flows].toReversed()) {
      yield await Promise.resolve({ flowId, version: 0, defaults: flow.default_dynamic_variables ?? {} });
    }
  }

  createAgent(definition: AgentDefinition) {
    const agentId = `agent_${this.agents.size + 1}`;
    this.agents.set(agentId, { definition, isPublished: false });
    return Promise.resolve({ agentId, version: 0 });
  }

  async updateAgent({ agentId }: { readonly agentId: string }, definition: AgentDefinition): Promise<void> {
    if (this.stored(agentId).isPublished) throw new Error(`${agentId} is published`);
    this.agents.set(agentId, { definition, isPublished: false });
    return Promise.resolve();
  }

  getAgent(agentId: string): Promise<RemoteAgent | undefined> {
    const stored = this.agents.get(agentId);
    if (stored === undefined) return Promise.resolve(undefined);
    const { definition, isPublished } = stored;
    const { response_engine: engine } = definition;
    const flowId = engine.type === "conversation-flow" ? engine.conversation_flow_id : undefined;
    return Promise.resolve({ agentId, version: 0, name: definition.agent_name, isPublished, flowId });
  }

  async *listAgents() {
    for (const [agentId, { definition }] of [...this.agents].toReversed()) {
      yield await Promise.resolve({ agentId, name: definition.agent_name });
    }
  }

  async publishAgent({ agentId }: { readonly agentId: string }): Promise<void> {
    const stored = this.stored(agentId);
    if (stored.isPublished) throw new Error(`${agentId} is published already`);
    this.agents.set(agentId, { ...stored, isPublished: true });
    return Promise.resolve();
  }

  async getVersion({ agentId }: { readonly agentId: string }): Promise<RemoteVersion | undefined> {
    const agent = await this.getAgent(agentId);
    if (agent === undefined) return undefined;
    const { definition } = this.stored(agentId);
    return { ...agent, flowVersion: 0, baseVersion: null, tags: [], body: { ...definition } };
  }

  getFlow({ flowId }: { readonly flowId: string }) {
    const flow = this.flows.get(flowId);
    return Promise.resolve(flow === undefined ? undefined : { ...flow });
  }

  async *listVersions(agentId: string): AsyncIterable<ListedVersion> {
    const { isPublished } = this.stored(agentId);
    yield await Promise.resolve({ version: 0, isPublished, baseVersion: null, modifiedAt: 0 });
  }

  createVersion(): Promise<RemoteVersion> {
    return Promise.reject(new Error("this fake knows version 0 alone"));
  }

  private stored(agentId: string): StoredAgent {
    const stored = this.agents.get(agentId);
    if (stored === undefined) throw new Error(`no agent ${agentId}`);
    return stored;
  }
}
