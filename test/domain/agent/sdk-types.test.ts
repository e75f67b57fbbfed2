import type { AgentCreateParams } from "retell-sdk/resources/agent";
import { expect, expectTypeOf, test } from "vitest";
import { agentBody } from "../../../src/domain/agent/agent-content.ts";
import { type Locale, locales } from "../../../src/domain/agent/agent.ts";
import type { AgentDefinition } from "../../../src/domain/agent/ports.ts";
import { languages } from "../../../src/flow/schema/common.ts";
import { shippedAgent } from "./shipped.ts";

/** Compiles only while our type needs no cast to be sent; tsc is what checks it. */
function asSent(definition: AgentDefinition): AgentCreateParams {
  return definition;
}

test("an agent's body is what the SDK takes, unchanged", () => {
  const body = agentBody(shippedAgent(), { flowId: "conversation_flow_1", version: 0 });
  expect(asSent(body)).toBe(body);
});

test("our locales are those of the SDK and those that flows are checked against", () => {
  type Listed = Exclude<Extract<AgentCreateParams["language"], string>, "multi">;
  expectTypeOf<Locale>().toEqualTypeOf<Listed>();
  expect(new Set(locales)).toEqual(languages);
});
