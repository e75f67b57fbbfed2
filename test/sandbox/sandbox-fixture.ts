import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Retell from "retell-sdk";
import { afterEach, expect } from "vitest";
import { type RunningSandbox, type SandboxSettings, startSandbox } from "../../src/sandbox/start-sandbox.ts";

export const apiKey = "key_0123456789abcdef0123456789ab";

export interface Bench {
  readonly sandbox: RunningSandbox;
  readonly client: Retell;
  /** Sends requests that the SDK would not allow: any method, path and body. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly message: string;
}

const opened: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

export const newDatabasePath = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-sandbox-"));
  opened.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "sandbox.db");
};

/** A clock that advances with every reading, so that later events have later times. */
export const tickingClock = (start = 1_780_000_000_000) => {
  let now = start;
  return {
    now: () => {
      now += 1;
      return now;
    },
    advance: (ms: number) => {
      now += ms;
    },
  };
};

/** A sandbox on its own port with the official SDK pointed at it; closed after the test. */
export const openBench = async (settings: Partial<SandboxSettings> = {}): Promise<Bench> => {
  const sandbox = await startSandbox({
    databasePath: settings.databasePath ?? newDatabasePath(),
    apiKey,
    clock: tickingClock(),
    ...settings,
  });
  opened.push(() => sandbox.close());
  const client = new Retell({ apiKey, baseURL: sandbox.url, maxRetries: 0, logLevel: "off" });
  return { sandbox, client, send: sender(sandbox.url) };
};

const sender =
  (url: string): Bench["send"] =>
  async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, body: parsed, message: messageOf(parsed) };
  };

const messageOf = (body: unknown): string =>
  typeof body === "object" && body !== null && "message" in body ? String(body.message) : "";

export const greet = {
  id: "greet",
  type: "conversation",
  instruction: { type: "static_text", text: "Bonjour, {{clinic_name}}." },
  edges: [
    { id: "done", destination_node_id: "bye", transition_condition: { type: "prompt", prompt: "Caller is done" } },
  ],
} satisfies Retell.ConversationFlowCreateParams["nodes"][number];

export const bye = { id: "bye", type: "end" } satisfies Retell.ConversationFlowCreateParams["nodes"][number];

export const minimalFlow = {
  model_choice: { type: "cascading", model: "gpt-4.1" },
  start_speaker: "agent",
  start_node_id: "greet",
  nodes: [greet, bye],
} satisfies Retell.ConversationFlowCreateParams;

/** A flow and an unpublished agent on it. */
export const createAgent = async (client: Retell, name = "Master") => {
  const flow = await client.conversationFlow.create(minimalFlow);
  const agent = await client.agent.create({
    agent_name: name,
    voice_id: "11labs-Adrian",
    language: "fr-FR",
    response_engine: { type: "conversation-flow", conversation_flow_id: flow.conversation_flow_id },
  });
  return { flow, agent };
};

/** Any text that contains `part`, inside an expected object. */
export const containing = (part: string): unknown => expect.stringContaining(part);
