import { expect, test } from "vitest";
import { inThreadScriptRunner } from "../../../src/adapters/quickjs/script-evaluation.ts";
import { createScriptRunner } from "../../../src/adapters/quickjs/script-runner.ts";

function script(code: string, timeoutMs = 60_000) {
  return { code, variables: { name: "Awa Test", empty: "" }, metadata: { slug: "north" }, timeoutMs };
}

const evaluator = inThreadScriptRunner();
const runner = createScriptRunner();

test("dv, metadata, console, await and return exist", async () => {
  const outcome = await runner.run(
    script("console.log('hi', {a: 1}); const x = await Promise.resolve(dv.name); return { x, slug: metadata.slug };"),
  );
  expect(outcome).toEqual({ ok: true, result: { x: "Awa Test", slug: "north" }, logs: ['hi {"a":1}'] });
});

test("a script that returns nothing has an undefined result", async () => {
  expect(await runner.run(script("const x = 1; // trailing comment"))).toEqual({
    ok: true,
    result: undefined,
    logs: [],
  });
});

test.each([
  ["process", "typeof process"],
  ["require", "typeof require"],
  ["fetch", "typeof fetch"],
  ["the log function of the host", "typeof globalThis.hostLog"],
  ["Node's global object", "typeof Buffer + typeof setTimeout"],
])("%s does not exist", async (_what, expression) => {
  const outcome = await runner.run(script(`return ${expression}`));
  expect(outcome.ok && outcome.result).toMatch(/^(undefined)+$/);
});

test("dynamic import is refused", async () => {
  const outcome = await runner.run(script("const fs = await import('node:fs'); return Object.keys(fs)"));
  expect(outcome.ok).toBe(false);
});

test.each([
  ["a thrown error", "throw new Error('no slots')", "Error: no slots"],
  ["a syntax error", "return {{", "SyntaxError"],
  ["a rejected promise", "await Promise.reject(new TypeError('bad'))", "TypeError: bad"],
  ["a promise that is never settled", "await new Promise(() => {})", "never happens"],
  ["a deep recursion", "const f = () => f() + 1; return f()", "stack"],
  ["too much memory", "const a = []; for (;;) a.push('x'.repeat(100000) + a.length)", "memory"],
])("%s is reported, not thrown", async (_what, code, message) => {
  const outcome = await runner.run(script(code));
  expect(outcome).toMatchObject({ ok: false });
  expect(outcome.ok ? "" : outcome.error).toContain(message);
});

test.each(["for (;;) {}", "const f = async () => { for (;;) await 0; }; await f()"])(
  "an endless script ends at its time limit: %s",
  async (code) => {
    const outcome = await runner.run(script(code, 100));
    expect(outcome).toMatchObject({ ok: false, error: "The code did not finish within 100 ms." });
  },
);

test("runs share no state", async () => {
  await runner.run(script("globalThis.left = 1; Array.prototype.leak = 1"));
  const outcome = await runner.run(script("return [typeof left, typeof [].leak]"));
  expect(outcome).toMatchObject({ result: ["undefined", "undefined"] });
});

test("only the offered fetch exists", async () => {
  const seen: string[] = [];
  const fetching = createScriptRunner({
    fetch: async (request) => {
      seen.push(`${request.method} ${request.url} ${request.body}`);
      if (request.url.endsWith("/down")) throw new Error("connection refused");
      return { status: 201, headers: { "x-kind": "mock" }, body: '{"slots":["09:00"]}' };
    },
  });
  const code = `
    const answer = await fetch("https://example.com/slots", { method: "POST", body: "{}" });
    const failed = await fetch("https://example.com/down").catch((error) => error.message);
    return { status: answer.status, ok: answer.ok, kind: answer.headers.get("X-Kind"), json: await answer.json(), failed };`;
  expect(await fetching.run(script(code))).toEqual({
    ok: true,
    result: { status: 201, ok: true, kind: "mock", json: { slots: ["09:00"] }, failed: "connection refused" },
    logs: [],
  });
  expect(seen).toEqual(["POST https://example.com/slots {}", "GET https://example.com/down "]);
});

test("a fetch that never answers ends at the script's time limit", async () => {
  const hanging = createScriptRunner({ fetch: () => new Promise(() => undefined) });
  expect(await hanging.run(script("return await fetch('https://example.com')", 100))).toMatchObject({
    ok: false,
    error: "The code did not finish within 100 ms.",
  });
});

test.each([
  ["whether there is a variable", "return 'name' in dv"],
  ["all variables", "return JSON.stringify({ ...dv })"],
  ["what it changed itself", "dv.name = 'B'; return dv.name"],
  ["the metadata", "return metadata.slug"],
  ["the time", "return new Date().toISOString()"],
  ["the time, by a detour", "return globalThis['Da' + 'te'].now()"],
  ["a number by chance", "const { random } = Math; return random()"],
])("a script that asks for %s is run every time", async (_what, code) => {
  expect(await evaluator.run(script(code))).toMatchObject({ ok: true, reads: null });
});

test.each([
  ["texts", "return { none: 'none' }", [], { none: "none" }],
  ["nothing", "", [], undefined],
  ["what it works out from itself", "return [3, 4].map((side) => Math.max(side, 3.5))", [], [3.5, 4]],
  ["variables", "const { name, other } = dv; return name + other", ["name", "other"], "Awa Testundefined"],
  ["what every object has", "return typeof dv.toString", ["toString"], "function"],
])(
  "a script of %s reports what it reads, and gives the same answer when run again",
  async (_what, code, reads, result) => {
    expect(await evaluator.run(script(code))).toEqual({ ok: true, reads, result, logs: [] });
    const expected = { ok: true, result, logs: [] };
    expect([await runner.run(script(code)), await runner.run(script(code))]).toEqual([expected, expected]);
  },
);

test("a script's outcome depends on the values it reads, whichever branch it takes", async () => {
  const code = "return dv.first === 'a' ? dv.second : [dv.third, typeof dv.name]";
  const asked = async (variables: Readonly<Record<string, string>>) => {
    const outcome = await runner.run({ code, variables, metadata: {}, timeoutMs: 60_000 });
    return outcome.ok && outcome.result;
  };
  const ways = [
    { first: "a", second: "1", third: "2" },
    { first: "a", second: "3" },
    { first: "b", third: "4" },
    { first: "b", third: "4", name: "" },
  ];
  const answers = ["1", "3", ["4", "undefined"], ["4", "string"]];
  expect(await Promise.all(ways.map(asked))).toEqual(answers);
  expect(await Promise.all(ways.map(asked))).toEqual(answers);
});

test("a script finds its own replacement of the clock, and a failed script is run again", async () => {
  const replaced = await runner.run(script("globalThis.Date = { now: () => 7 }; return Date.now() + dv.name.length"));
  expect(replaced).toMatchObject({ ok: true, result: 15 });
  expect(await evaluator.run(script("throw new Error('no')"))).toMatchObject({ ok: false, reads: null });
});
