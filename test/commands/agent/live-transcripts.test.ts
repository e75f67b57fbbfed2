import { expect, it } from "vitest";
import { z } from "zod";
import { dataOf, installation, onInstallation } from "../fleet-fixture.ts";

onInstallation();

const made = z.object({ agent_id: z.string() });

async function eventsOf(agentId: string) {
  return (await installation().dashboard.agent.retrieve(agentId)).webhook_events;
}

it("the agent sends live transcripts only on request, and no later command turns them off", async () => {
  const env = { ASCENDIA_LIVE_TRANSCRIPTS: "yes" };
  const plain = made.parse(await dataOf(["agent:create"])).agent_id;
  expect(await eventsOf(plain)).toEqual(["call_started", "call_ended", "call_analyzed"]);
  await dataOf(["agent:update", "--yes"], { env });
  expect(await eventsOf(plain)).toEqual(["call_started", "call_ended", "call_analyzed", "transcript_updated"]);
  expect(await dataOf(["agent:update", "--yes"], { env })).toMatchObject({ outcome: "unchanged" });
});
