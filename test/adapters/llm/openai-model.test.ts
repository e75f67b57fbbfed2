import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { answerFiles, openaiModel } from "../../../src/adapters/llm/openai-model.ts";
import { type ModelReply, startModelServer } from "../../fakes/model-server.ts";
import { textLike } from "../../fakes/text-like.ts";
import { newFolder } from "../../fakes/world.ts";

const question = {
  name: "choose_transition",
  instructions: "Decide.",
  input: "Caller: hello",
  schema: { type: "object", properties: { answer: { type: "string" } } },
};

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function modelThat(
  reply: (count: number) => ModelReply,
  limits: { timeoutMs?: number; maxRetries?: number } = {},
) {
  const server = await startModelServer((_, count) => reply(count));
  closing.push(server.close);
  const model = openaiModel({ baseUrl: server.url, apiKey: "key_of_a_test", model: "stand-in", ...limits });
  return { model, asked: server.asked, url: server.url };
}

describe("a model behind chat completions", () => {
  it("is asked for structured output, with the key, and returns the text", async () => {
    const { model, asked, url } = await modelThat(() => ({ content: { answer: "1" } }));
    expect(await model.complete(question)).toEqual({ kind: "text", text: '{"answer":"1"}' });
    expect(asked).toMatchObject([{ ...question, model: "stand-in", authorization: "Bearer key_of_a_test" }]);
    expect(model.identity).toBe(`${url} stand-in`);
  });

  it("is asked again after a 429, once retry-after has passed", async () => {
    const busy = { status: 429, headers: { "retry-after-ms": "1" } };
    const { model, asked } = await modelThat((count) => (count < 3 ? busy : { content: "{}" }));
    expect(await model.complete(question)).toEqual({ kind: "text", text: "{}" });
    expect(asked).toHaveLength(3);
  });

  it.each<readonly [string, ModelReply, string]>([
    ["refuses", { content: "", refusal: "I will not" }, "it refused: I will not"],
    ["is cut short", { content: '{"answ', finish: "length" }, "it was cut short"],
  ])("that %s has given no answer", async (_, reply, reason) => {
    const { model } = await modelThat(() => reply);
    expect(await model.complete(question)).toEqual({ kind: "none", reason });
  });

  it.each<readonly [ModelReply, string, RegExp]>([
    [{ status: 401 }, "unauthorized", /OPENAI_API_KEY/],
    [{ status: 404 }, "not_configured", /ASCENDIA_MODEL/],
    [{ status: 503 }, "transient", /again/],
    [{ status: 429 }, "transient", /again/],
    [{ status: 400 }, "failed", /json_schema/],
    ["silence", "transient", /Try again/],
  ])("that answers %j is %s, and the error says what to do", async (reply, code, hint) => {
    const { model } = await modelThat(() => reply, { maxRetries: 0, ...(reply === "silence" && { timeoutMs: 50 }) });
    await expect(model.complete(question)).rejects.toMatchObject({ code, hint: textLike(hint) });
  });

  it("that cannot be reached is transient, and the error contains no key", async () => {
    const model = openaiModel({ baseUrl: "http://127.0.0.1:1/v1", apiKey: "key_of_a_test", model: "m", maxRetries: 0 });
    const error: unknown = await model.complete(question).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "transient" });
    expect(String(error)).not.toContain("key_of_a_test");
  });
});

describe("kept answers", () => {
  it("are found again, are private, and may be stored by two calls at once", async () => {
    const folder = join(newFolder(), "answers");
    const answers = answerFiles(folder);
    expect(await answers.find("a")).toBeUndefined();
    await Promise.all([answers.keep("a", "1"), answers.keep("a", "1"), answers.keep("b", "2")]);
    expect([await answers.find("a"), await answerFiles(folder).find("b")]).toEqual(["1", "2"]);
    expect([statSync(folder).mode % 0o1000, statSync(join(folder, "a.json")).mode % 0o1000]).toEqual([0o700, 0o600]);
  });
});
