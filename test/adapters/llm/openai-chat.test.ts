import { afterEach, describe, expect, it } from "vitest";
import { openaiChat } from "../../../src/adapters/llm/openai-chat.ts";
import type { ChatPart } from "../../../src/domain/dialogue/ports.ts";
import { type ChatStep, startChatServer } from "../../fakes/chat-server.ts";

const request = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "get_doctors", args: "{}" }] },
    { role: "tool", toolCallId: "c1", content: '{"message":"none"}' },
    { role: "user", content: "Hello" },
  ],
  tools: [{ name: "get_doctors", description: "Lists them.", parameters: { type: "object" } }],
} as const;

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function modelThat(...steps: ChatStep[]) {
  const server = await startChatServer(() => steps);
  closing.push(server.close);
  return { server, model: openaiChat({ baseUrl: server.url, apiKey: "key_of_a_test", model: "stand-in" }) };
}

async function partsOf(parts: AsyncIterable<ChatPart>): Promise<readonly ChatPart[]> {
  const all: ChatPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

describe("a streamed chat", () => {
  it("yields text as it arrives and tool calls when complete, however they were split", async () => {
    const { model, server } = await modelThat(
      { say: "One moment." },
      { call: "get_doctors", args: {} },
      { call: "check_availability", args: { date: "2026-11-24" } },
    );
    const parts = await partsOf(model.stream(request, new AbortController().signal));
    expect(parts.map((part) => (part.kind === "text" ? part.text : `${part.name} ${part.args}`))).toEqual([
      "One mo",
      "ment.",
      "get_doctors {}",
      'check_availability {"date":"2026-11-24"}',
    ]);
    expect(server.asked[0]?.messages.map(({ role }) => role)).toEqual(["system", "assistant", "tool", "user"]);
    expect(server.asked[0]?.messages[1]).toMatchObject({ content: null, tool_calls: [{ id: "c1" }] });
  });

  it.each<readonly [string, readonly ChatStep[]]>([
    ["is refused with 500", [{ status: 500 }]],
    ["is refused with 429", [{ status: 429 }]],
    ["ends without its last word", [{ say: "I am" }, "cut"]],
    ["is torn down at once", ["reset"]],
  ])("is transient and not retried: %s", async (_, steps) => {
    const { model, server } = await modelThat(...steps);
    const stream = partsOf(model.stream(request, new AbortController().signal));
    await expect(stream).rejects.toMatchObject({ code: "transient" });
    expect(server.asked).toHaveLength(1);
  });

  it.each<readonly [string, readonly ChatStep[]]>([
    ["is torn down in the middle", [{ say: "I am" }, { waitMs: 5 }, "reset"]],
    ["brings what is no JSON", [{ say: "I am" }, "garbage"]],
    ["goes on without end", [{ say: "and then ".repeat(10_000) }]],
    ["calls with arguments without end", [{ call: "find_appointment", args: { patient_name: "a".repeat(30_000) } }]],
  ])("fails: %s", async (_, steps) => {
    const { model } = await modelThat(...steps);
    await expect(partsOf(model.stream(request, new AbortController().signal))).rejects.toThrow(/./);
  });

  it("is closed when the answer never ends", async () => {
    const { model, server } = await modelThat({ say: "and then ".repeat(10_000) }, "never");
    await expect(partsOf(model.stream(request, new AbortController().signal))).rejects.toMatchObject({
      code: "failed",
    });
    await expect.poll(() => server.aborted()).toBe(1);
  });

  it("is closed when nobody is reading it", async () => {
    const { model, server } = await modelThat({ say: "I am" }, "never");
    const ending = new AbortController();
    const said: ChatPart[] = [];
    const reading = (async () => {
      for await (const part of model.stream(request, ending.signal)) {
        said.push(part);
        if (said.length === 2) ending.abort();
      }
    })();
    await reading.catch(() => undefined);
    await expect.poll(() => server.aborted()).toBe(1);
    expect(said).toHaveLength(2);
  });
});
