import type { Clock } from "../../../clock.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { type Facts, type Step, type StepPorts, runSteps } from "../../journal/journal.ts";
import { flowMarks } from "../bare-content.ts";
import {
  agentFacts,
  createInEitherForm,
  findCreatedFlow,
  flowFacts,
  readAgent,
  readFact,
  readFlow,
} from "./create-agent.ts";
import type { AgentPlatform, AgentReference, FlowReference, JsonObject, MasterAgent } from "../ports.ts";

/** Chat agents at Retell. Creates are never retried. Rejects with AscendiaError. */
export interface ChatAgentPlatform {
  create(definition: JsonObject): Promise<AgentReference>;
  /** undefined when Retell does not know it. */
  isPublished(agent: AgentReference): Promise<boolean | undefined>;
}

/** The agent that only sends a text message; each account has one. */
export interface TextAgentStore {
  textAgent(account: string | null): Promise<AgentReference | undefined>;
  /** Replaces the account's text agent, if it has one. */
  saveTextAgent(account: string | null, agent: MasterAgent): Promise<void>;
}

interface TextAgentPorts extends StepPorts {
  readonly platform: AgentPlatform;
  readonly chats: ChatAgentPlatform;
  readonly agents: TextAgentStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The variables that the agent sends: the message, and the answer to people who reply. */
export const textVariables = { message: "message", reply: "reply" } as const;

/** Sends the message verbatim, answers one reply, and ends; no model generates text. */
function textFlow(mark: string): JsonObject {
  return {
    start_speaker: "agent",
    model_config: { type: "cascading", primary: { model: "gpt-5.4-mini" } },
    start_node_id: "message",
    default_dynamic_variables: { [flowMarks.creation]: mark },
    nodes: [
      {
        id: "message",
        type: "conversation",
        instruction: { type: "static_text", text: `{{${textVariables.message}}}` },
        always_edge: {
          id: "message-to-reply",
          transition_condition: { type: "prompt", prompt: "Always" },
          destination_node_id: "reply",
        },
      },
      {
        id: "reply",
        type: "conversation",
        instruction: { type: "static_text", text: `{{${textVariables.reply}}}` },
        skip_response_edge: {
          id: "reply-to-end",
          transition_condition: { type: "prompt", prompt: "Skip response" },
          destination_node_id: "end",
        },
      },
      { id: "end", type: "end" },
    ],
  };
}

/** With this storage setting, Retell stores nothing of what is sent. */
function textAgentBody(name: string, { flowId, version }: FlowReference): JsonObject {
  return {
    agent_name: name,
    response_engine: { type: "conversation-flow", conversation_flow_id: flowId, version },
    data_storage_setting: "basic_attributes_only",
    webhook_events: [],
  };
}

type TextAgentCreation = { readonly kind: "created" | "exists"; readonly agent: AgentReference };

/** Creates and publishes the text agent in the account, unless it exists. Continues an interrupted run. */
export async function createTextAgent(account: string | null, ports: TextAgentPorts): Promise<TextAgentCreation> {
  const recorded = await ports.agents.textAgent(account);
  if (recorded !== undefined && (await ports.chats.isPublished(recorded)) !== undefined) {
    return { kind: "exists", agent: recorded };
  }
  const subject = account === null ? "agent:text" : `agent:text ${account}`;
  if (recorded !== undefined) await ports.journal.forget(subject);
  const facts = await runSteps(subject, steps(account, ports), ports);
  return { kind: "created", agent: readAgent(facts) };
}

function nameOf(facts: Facts): string {
  return `ascendia text messages ${readFact(facts, "mark")}`;
}

/** The steps find a lost flow by its mark, and a lost agent by its name, which contains the mark. */
function steps(account: string | null, ports: TextAgentPorts): readonly Step[] {
  const { platform, chats } = ports;
  return [
    { name: "mark creation", run: () => Promise.resolve({ mark: ports.newId() }) },
    {
      name: "create flow",
      run: async (facts) => flowFacts(await createInEitherForm(textFlow(readFact(facts, "mark")), platform)),
      recover: async (facts) => {
        const flow = await findCreatedFlow(platform, readFact(facts, "mark"));
        return flow === undefined ? undefined : flowFacts(flow);
      },
    },
    {
      name: "create agent",
      run: async (facts) => agentFacts(await chats.create(textAgentBody(nameOf(facts), readFlow(facts)))),
      recover: async (facts) => {
        for await (const { agentId, name } of platform.listAgents()) {
          if (name === nameOf(facts)) return agentFacts({ agentId, version: 0 });
        }
        return undefined;
      },
    },
    {
      name: "publish agent",
      run: async (facts) => {
        const agent = readAgent(facts);
        if ((await chats.isPublished(agent)) !== true) await platform.publishAgent(agent);
        return {};
      },
    },
    { name: "record agent", run: (facts) => record(account, facts, ports) },
  ];
}

async function record(account: string | null, facts: Facts, { agents, audit, clock }: TextAgentPorts): Promise<Facts> {
  const agent = readAgent(facts);
  await agents.saveTextAgent(account, {
    ...agent,
    flowId: readFlow(facts).flowId,
    templateHash: "",
    createdAt: clock.now(),
  });
  await audit.record({
    act: `agent:create ${readFact(facts, "mark")}`,
    action: "agent:create",
    subject: `agent:${agent.agentId}`,
    before: null,
    after: { agent_id: agent.agentId, version: agent.version, engine: "text", retell_key_env: account },
    reason: null,
  });
  return {};
}
