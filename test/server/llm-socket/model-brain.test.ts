import { expect, onTestFinished, test, vi } from "vitest";
import { type ModelReply, startModelServer } from "../../fakes/model-server.ts";
import { cotonou } from "../server-fixture.ts";
import { startSocket } from "./socket-fixture.ts";

async function startWith(reply: ModelReply) {
  const model = await startModelServer(() => reply);
  onTestFinished(() => model.close());
  return { model, socket: await startSocket({}, { openaiBaseUrl: model.url, openaiApiKey: null, model: "test" }) };
}

test("a pause for a slow model is filled, and a newer question aborts the request to it", async () => {
  const { model, socket } = await startWith("silence");
  const caller = await socket.dial(cotonou.slug, "call_1");
  await caller.greeting;
  caller.transcript.push({ role: "user", content: "Bonjour, je voudrais un rendez-vous." });
  caller.ask();
  await vi.waitFor(() => expect(caller.frames.at(-1)?.content).toBe("Un instant, je vous prie. "), 120_000);
  expect(model.asked).toHaveLength(1);
  caller.transcript.push({ role: "user", content: "Avec le docteur Awa Test." });
  caller.ask();
  await vi.waitFor(() => expect(model.abandoned).toHaveLength(1), 120_000);
  await vi.waitFor(() => expect(model.asked).toHaveLength(2), 120_000);
});

test("a failing model stays unnoticed: the caller is asked again, and the failure is counted", async () => {
  const { socket } = await startWith({ status: 500 });
  const caller = await socket.dial(cotonou.slug, "call_1");
  await caller.greeting;
  const said = await caller.say("Bonjour, je voudrais un rendez-vous.");
  expect(said.text).toBe("Pardon, je n'ai pas bien compris. Pouvez-vous le dire autrement ?");
  const metrics = await (await fetch(`${socket.server.url}/metrics`)).text();
  expect(metrics).toContain(`ascendia_socket_brain_errors_total{clinic="${cotonou.slug}"} 1\n`);
});
