import { writeFileSync } from "node:fs";
import { APIConnectionError, APIConnectionTimeoutError } from "retell-sdk";
import { expect, test } from "vitest";
import { type Bench, containing, newDatabasePath, openBench } from "./sandbox-fixture.ts";

const plant = async ({ send }: Bench, fault: object) => {
  const answer = await send("POST", "/_sandbox/faults", { method: "POST", path: "/create-phone-number", ...fault });
  expect(answer.status).toBe(201);
};

const numbersOf = async ({ client }: Bench) => (await client.phoneNumber.list()).items.length;

test.each([
  [
    { kind: "fail_before", status: 503, message: "Down for a moment." },
    { status: 503, error: { message: "Down for a moment." } },
  ],
  [{ kind: "server_error" }, { status: 500 }],
  [{ kind: "rate_limited", retry_after_seconds: 7 }, { status: 429 }],
])("%j answers without applying, once", async (fault, error) => {
  const bench = await openBench();
  await plant(bench, fault);
  await expect(bench.client.phoneNumber.create({})).rejects.toMatchObject(error);
  expect(await numbersOf(bench)).toBe(0);
  await bench.client.phoneNumber.create({});
  expect(await numbersOf(bench)).toBe(1);
});

test("rate_limited sends retry-after, and x-should-retry if requested", async () => {
  const bench = await openBench();
  await plant(bench, { kind: "rate_limited", retry_after_seconds: 7, should_retry: false });
  const response = await fetch(`${bench.sandbox.url}/create-phone-number`, {
    method: "POST",
    headers: { authorization: `Bearer ${bench.sandbox.apiKey}` },
  });
  expect([response.status, response.headers.get("retry-after"), response.headers.get("x-should-retry")]).toEqual([
    429,
    "7",
    "false",
  ]);
});

test("reset cuts the connection before anything is applied, answer_lost after", async () => {
  const bench = await openBench();
  await plant(bench, { kind: "reset" });
  await expect(bench.client.phoneNumber.create({})).rejects.toBeInstanceOf(APIConnectionError);
  expect(await numbersOf(bench)).toBe(0);
  await plant(bench, { kind: "answer_lost" });
  await expect(bench.client.phoneNumber.create({})).rejects.toBeInstanceOf(APIConnectionError);
  expect(await numbersOf(bench)).toBe(1);
});

test("timeout sends nothing until the client gives up or the connection is cut", async () => {
  const bench = await openBench();
  await plant(bench, { kind: "timeout" });
  await expect(bench.client.phoneNumber.create({}, { timeout: 50 })).rejects.toBeInstanceOf(APIConnectionTimeoutError);
  await plant(bench, { kind: "timeout", after_ms: 20, applied: true });
  await expect(bench.client.phoneNumber.create({})).rejects.toBeInstanceOf(APIConnectionError);
  expect(await numbersOf(bench)).toBe(1);
});

test("a fault selects its requests by method, path pattern, nth and times", async () => {
  const bench = await openBench();
  const { client } = bench;
  await plant(bench, { kind: "server_error", method: "*", path: "/get-phone-number/*", nth: 2, times: 2 });
  await client.phoneNumber.import({ phone_number: "+2290197000001", termination_uri: "t.example.com" });
  const statuses: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const answer = await bench.send("GET", "/get-phone-number/+2290197000001");
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([200, 500, 500, 200, 200]);
  const faults = await bench.send("GET", "/_sandbox/faults");
  expect(faults.body).toMatchObject({ items: [{ kind: "server_error", seen: 5, fired: 2 }] });
  expect(await bench.send("DELETE", "/_sandbox/faults")).toMatchObject({ status: 204 });
  expect((await bench.send("GET", "/_sandbox/faults")).body).toEqual({ items: [] });
  expect(await bench.send("DELETE", "/_sandbox/faults/1")).toMatchObject({ status: 404 });
  expect(await bench.send("POST", "/_sandbox/faults", { kind: "explode", path: "/x" })).toMatchObject({ status: 400 });
});

test("emulators on the same file share their faults and the count of each", async () => {
  const databasePath = newDatabasePath();
  const benches = [await openBench({ databasePath }), await openBench({ databasePath })];
  await Promise.all(benches.slice(0, 1).map((bench) => plant(bench, { kind: "server_error", times: 3 })));
  const attempts = Array.from({ length: 5 }, () => benches).flat();
  const results = await Promise.allSettled(attempts.map((bench) => bench.client.phoneNumber.create({})));
  expect(results.filter((result) => result.status === "rejected")).toHaveLength(3);
});

test("a fault file loaded at start replaces the stored faults; a bad one is refused", async () => {
  const databasePath = newDatabasePath();
  const faultFile = `${databasePath}.yaml`;
  writeFileSync(
    faultFile,
    "faults:\n  - { kind: fail_before, status: 502, method: post, path: /create-*, times: always }\n",
  );
  const bench = await openBench({ databasePath, faultFile });
  await expect(bench.client.phoneNumber.create({})).rejects.toMatchObject({ status: 502 });
  await expect(bench.client.phoneNumber.create({})).rejects.toMatchObject({ status: 502 });
  await bench.sandbox.close();
  writeFileSync(faultFile, '{"faults":[]}');
  const again = await openBench({ databasePath, faultFile });
  await again.client.phoneNumber.create({});
  await again.sandbox.close();
  writeFileSync(faultFile, "faults: [{ kind: fail_before }]");
  await expect(openBench({ databasePath, faultFile })).rejects.toMatchObject({
    name: "AscendiaError",
    message: containing("faults[0].path"),
  });
});

test("the request log has every request, shows writes and fault effects, and can be cleared", async () => {
  const bench = await openBench();
  await plant(bench, { kind: "answer_lost" });
  await bench.client.phoneNumber.create({}).catch(() => undefined);
  await bench.client.agent.list();
  await bench.client.phoneNumber.retrieve("+14155550100");
  await bench.send("GET", "/nowhere");
  const log = await bench.send("GET", "/_sandbox/requests");
  expect(log.body).toMatchObject({
    total: 4,
    writes: 1,
    operations: { "POST /create-phone-number": 1, "POST /v2/list-agents": 1, "GET /get-phone-number/:number": 1 },
    items: [
      { method: "POST", path: "/create-phone-number", write: true, status: 201, fault: "answer_lost" },
      { method: "POST", path: "/v2/list-agents", write: false, status: 200, fault: null },
      { method: "GET", path: "/get-phone-number/+14155550100", status: 200 },
      { method: "GET", path: "/nowhere", status: 404 },
    ],
  });
  expect((await bench.send("GET", "/_sandbox/requests?writes=true")).body).toMatchObject({ items: [{ write: true }] });
  await bench.send("DELETE", "/_sandbox/requests");
  expect((await bench.send("GET", "/_sandbox/requests")).body).toMatchObject({ total: 0, items: [] });
});
