import { expect, test } from "vitest";
import type { LanguageModel } from "../../../src/domain/brain/model-ports.ts";
import type { ChatModel } from "../../../src/domain/dialogue/ports.ts";
import { countedChat, countedModel } from "../../../src/domain/dialogue/prompt/token-count.ts";
import { CallBudget } from "../../../src/server/llm-socket/call-budget.ts";

const { signal } = new AbortController();

function budget(tokens: number) {
  const spent = new CallBudget({ turns: 10, tokens });
  return { spent, take: (taken: number): void => spent.takeTokens(taken) };
}

test("requests and answers count, even when an answer breaks off", async () => {
  const model: ChatModel = {
    async *stream() {
      yield { kind: "text", text: "x".repeat(300) };
      yield { kind: "text", text: "never heard" };
    },
  };
  const { spent, take } = budget(1_000_000);
  const request = { messages: [], tools: [] };
  for await (const part of countedChat(model, take).stream(request, signal)) {
    expect(part).toMatchObject({ kind: "text" });
    break;
  }
  expect(spent.spent.tokens).toBe(100 + Math.ceil(JSON.stringify(request).length / 3));
});

test("a call that has used up its tokens sends no further request, but an answer in progress is still heard", async () => {
  let asked = 0;
  const model: LanguageModel = {
    identity: "test",
    complete: async () => {
      asked += 1;
      return { kind: "text", text: "x".repeat(3_000) };
    },
  };
  const { spent, take } = budget(500);
  const counted = countedModel(model, take);
  const question = { name: "choose", instructions: "Choose.", input: "a or b", schema: {} };
  expect(await counted.complete(question, signal)).toMatchObject({ kind: "text" });
  expect(spent.exhausted()).toBe("tokens");
  await expect(counted.complete(question, signal)).rejects.toMatchObject({ code: "failed" });
  expect(asked).toBe(1);
});

test("tokens used before a call moved to another process stay used", () => {
  const { spent } = budget(500);
  spent.resume({ turns: 10, tokens: 100 });
  expect(spent.exhausted()).toBe("turns");
  spent.resume({ turns: 1, tokens: 0 });
  expect(spent.spent).toEqual({ turns: 10, tokens: 100 });
});
