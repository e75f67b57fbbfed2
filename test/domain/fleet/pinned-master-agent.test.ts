import { describe, expect, it } from "vitest";
import type { MasterAgent } from "../../../src/domain/agent/ports.ts";
import { pinnedMasterAgent } from "../../../src/domain/fleet/numbers/numbers.ts";

const made: MasterAgent = { agentId: "agent_made", flowId: "flow_1", version: 4, templateHash: "x", createdAt: 0 };

/** An agent with as many versions as entries, each published or not. */
function agentsAt(published: readonly boolean[]) {
  return {
    getAgent: (_agentId: string, version = published.length - 1) => {
      const isPublished = published[version];
      return Promise.resolve(isPublished === undefined ? undefined : { version, isPublished });
    },
  };
}

function ports(published: readonly boolean[], master?: MasterAgent) {
  return { agents: agentsAt(published), store: { master: () => Promise.resolve(master) } };
}

describe("the agent that numbers are bound to", () => {
  it.each([
    ["the one that was made", null, ports([], made), { agentId: "agent_made", version: 4 }],
    ["the one that was made and is named", "agent_made", ports([], made), { agentId: "agent_made", version: 4 }],
    [
      "the named one at its newest published version",
      "agent_named",
      ports([true, true, false, false], made),
      { agentId: "agent_named", version: 1 },
    ],
    ["the named one without a draft", "agent_named", ports([true]), { agentId: "agent_named", version: 0 }],
  ])("is %s", async (...[, named, given, expected]) => {
    expect(await pinnedMasterAgent(named, given)).toMatchObject(expected);
  });

  it.each([
    ["none was made", null, ports([]), "No master agent yet"],
    ["the named one is not there", "agent_named", ports([], made), "which this Retell account does not have"],
    [
      "no version is published",
      "agent_named",
      ports([false, false]),
      "No version of the agent agent_named is published",
    ],
  ])("is missing when %s", async (...[, named, given, message]) => {
    await expect(pinnedMasterAgent(named, given)).rejects.toThrow(message);
  });
});
