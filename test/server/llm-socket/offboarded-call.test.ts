import { expect, test } from "vitest";
import { cotonou } from "../server-fixture.ts";
import { startSocket } from "./socket-fixture.ts";

test("nothing more is stored about a call whose clinic was offboarded meanwhile, but the caller is still answered", async () => {
  const { dial, store, sockets } = await startSocket();
  const caller = await dial(cotonou.slug, "call_1");
  await caller.say("Bonjour, je voudrais un rendez-vous avec un médecin.");
  const kept = (): Promise<string | undefined> => sockets.statesOf(cotonou.id).find("call_1", 0);
  const before = await kept();
  expect(before).toBeDefined();
  await store.clinics.update({ ...cotonou, status: "offboarded" });
  expect((await caller.say("Avec le docteur Awa Test.")).text).not.toBe("");
  expect(await kept()).toBe(before);
});
