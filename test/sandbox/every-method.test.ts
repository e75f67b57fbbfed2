import Retell from "retell-sdk";
import { expect, test } from "vitest";
import { apiKey, openBench } from "./sandbox-fixture.ts";

interface SdkCall {
  readonly name: string;
  readonly call: (client: Retell) => unknown;
}

/** Every method of every resource of the published SDK, called with an id and an empty body. */
function sdkMethods(): readonly SdkCall[] {
  const sample = new Retell({ apiKey: "key" });
  return Object.entries(sample).flatMap(([resource, value]) => {
    const prototype: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
    if (typeof prototype !== "object" || prototype === null || !("_client" in Object(value))) return [];
    return Object.getOwnPropertyNames(prototype)
      .filter((method) => method !== "constructor")
      .map((method) => ({ name: `${resource}.${method}`, call: (client: Retell) => invoke(client, resource, method) }));
  });
}

function invoke(client: Retell, resource: string, method: string): unknown {
  const owner: unknown = Reflect.get(client, resource);
  if (typeof owner !== "object" || owner === null) throw new Error(`no ${resource}`);
  const found: unknown = Reflect.get(owner, method);
  if (typeof found !== "function") throw new Error(`no ${resource}.${method}`);
  return Reflect.apply(found, owner, ["id_1", { knowledge_base_id: "id_2" }]);
}

/** The request that the SDK makes of a method, kept instead of sent. */
async function requestOf({ call }: SdkCall): Promise<{ readonly method: string; readonly path: string } | undefined> {
  let seen: { method: string; path: string } | undefined;
  const client = new Retell({
    apiKey: "key",
    baseURL: "http://retell.invalid",
    maxRetries: 0,
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      seen = { method: (init?.method ?? "GET").toUpperCase(), path: url.pathname };
      return Promise.resolve(Response.json({}));
    },
  });
  try {
    await call(client);
  } catch {
    // Some want more of an argument than its shape; what counts is the request, if there was one.
  }
  return seen;
}

/** Removed by Retell on 2026-09-15, whatever the SDK still has. */
const removed = new Set(["agent.getVersions"]);

test("every method of the SDK is played or answered with 501 that names what is not emulated", async () => {
  const { sandbox } = await openBench();
  const methods = sdkMethods();
  expect(methods.length).toBeGreaterThan(100);
  const table: Record<string, string> = {};
  for (const method of methods) {
    const request = await requestOf(method);
    if (request === undefined) {
      table[method.name] = "no request";
      continue;
    }
    const answer = await fetch(`${sandbox.url}${request.path}`, {
      method: request.method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(request.method === "GET" || request.method === "DELETE" ? {} : { body: "{}" }),
    });
    const text = await answer.text();
    const isMissing = answer.status === 404 && /There is no|does not exist \(any more\)/u.test(text);
    const isUnknown = answer.status === 500 || isMissing;
    table[method.name] =
      answer.status === 501 && text.includes("does not emulate")
        ? "501"
        : isUnknown
          ? `unknown: ${request.method} ${request.path}`
          : "played";
  }
  const neither = Object.entries(table).filter(
    ([name, what]) => !["played", "501"].includes(what) && !removed.has(name),
  );
  expect(neither).toEqual([]);
  expect(table).toMatchObject({ "agent.create": "played", "call.createPhoneCall": "played", "chat.create": "501" });
});
