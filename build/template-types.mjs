import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Lets the compiler check the shipped template against retell-sdk's own types: writes it as TypeScript, without casts,
 * to build/generated, which tsc includes. `npm run typecheck` runs this first.
 */

const template = new URL("../templates/master-agent/", import.meta.url);
const folder = new URL("generated/", import.meta.url);

const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, template), "utf8"));
const { topics, agent, flow: settings } = read("agent");
// The SDK 5.66.1 does not know model_config yet, which replaces model_choice (docs/retell.md 16).
const { model_config: _newer, ...known } = settings;
const flow = { ...known, nodes: topics.flatMap((topic) => read(topic).nodes) };

const text = `import type { AgentCreateParams } from "retell-sdk/resources/agent";
import type { ConversationFlowCreateParams } from "retell-sdk/resources/conversation-flow";

export const flow = ${JSON.stringify(flow, null, 2)} satisfies Omit<ConversationFlowCreateParams, "model_choice">;

export const agent = ${JSON.stringify(agent, null, 2)} satisfies Omit<AgentCreateParams, "response_engine">;
`;

mkdirSync(folder, { recursive: true });
writeFileSync(new URL("master-agent.ts", folder), text);
