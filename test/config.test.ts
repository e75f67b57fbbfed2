import { assert, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";
import { type Environment, readConfig } from "../src/config.ts";
import { AscendiaError } from "../src/errors.ts";

const key = "key_0123456789abcdef";

/** What the environment is refused for; nothing where it is taken. */
function problems(env: Environment): readonly string[] {
  try {
    readConfig(env, ".ascendia");
    return [];
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "not_configured") throw error;
    return [error.detail ?? []].flat().map(String);
  }
}

test.each([
  "http://api.example.com",
  "http://10.0.0.7:8080",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
])("a Retell key is not sent to %s", (url) => {
  expect(problems({ RETELL_API_KEY: key, RETELL_BASE_URL: url })).toEqual([
    expect.stringContaining("RETELL_BASE_URL must be an https URL"),
  ]);
});

test.each(["https://api.example.com", "http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"])(
  "a Retell key may be sent to %s",
  (url) => {
    expect(problems({ RETELL_API_KEY: key, RETELL_BASE_URL: url })).toEqual([]);
  },
);

test("a language model's key and what callers say are not sent over plain http", () => {
  const found = problems({ OPENAI_API_KEY: key, OPENAI_BASE_URL: "http://model.example.com/v1" });
  expect(found).toEqual([expect.stringContaining("OPENAI_BASE_URL must be an https URL")]);
  expect(found.join("")).not.toContain(key);
});

test("what signs webhooks is the API key, or one or two keys of its own", () => {
  const keys = (env: Environment) => readConfig({ RETELL_API_KEY: key, ...env }, ".ascendia").webhookKeys;
  expect(keys({})).toEqual([key]);
  expect(keys({ RETELL_WEBHOOK_KEYS: "key_of_before" })).toEqual(["key_of_before"]);
  expect(keys({ RETELL_WEBHOOK_KEYS: " key_of_before , key_of_after " })).toEqual(["key_of_before", "key_of_after"]);
});

test("three keys, short ones and empty ones are refused, and none is repeated in the message", () => {
  assert(
    property(
      constantFrom("key_of_before,", ",", "key_one_1,key_two_2,key_three", "key_of_before,short"),
      string({ maxLength: 3 }).filter((text) => !text.includes(",") && text.trim() === ""),
      (keys, blank) => {
        const found = problems({ RETELL_WEBHOOK_KEYS: `${blank}${keys}` });
        expect(found).toEqual(["RETELL_WEBHOOK_KEYS must be one key, or two separated by a comma."]);
      },
    ),
  );
});
