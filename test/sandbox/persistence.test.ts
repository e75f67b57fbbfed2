import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { apiKey, containing, createAgent, newDatabasePath, openBench, tickingClock } from "./sandbox-fixture.ts";

test("what was created is there after a restart, in a file that no one else can read", async () => {
  const databasePath = newDatabasePath();
  const first = await openBench({ databasePath });
  const { agent } = await createAgent(first.client);
  const number = await first.client.phoneNumber.create({});
  await first.sandbox.close();
  const second = await openBench({ databasePath });
  expect(await second.client.agent.retrieve(agent.agent_id)).toEqual(agent);
  expect(await second.client.phoneNumber.retrieve(number.phone_number)).toEqual(number);
  expect((await second.client.phoneNumber.create({})).phone_number).not.toBe(number.phone_number);
  expect(statSync(databasePath).mode & 0o777).toBe(0o600);
});

test("an in-memory emulator creates no file", async () => {
  const { sandbox, client } = await openBench({ databasePath: ":memory:" });
  expect((await client.phoneNumber.list()).items).toEqual([]);
  await sandbox.close();
  expect(existsSync(":memory:")).toBe(false);
});

test("two emulators on one file sell 300 different numbers between them", async () => {
  const databasePath = newDatabasePath();
  const benches = [await openBench({ databasePath }), await openBench({ databasePath })];
  const buy = async (bench: (typeof benches)[number]) => {
    const bought: string[] = [];
    for (let turn = 0; turn < 15; turn += 1) bought.push((await bench.client.phoneNumber.create({})).phone_number);
    return bought;
  };
  const buyers = Array.from({ length: 10 }, () => benches).flat();
  const sold = (await Promise.all(buyers.map(buy))).flat();
  expect(new Set(sold).size).toBe(300);
  expect(sold.every((number) => /^\+14155\d{6}$/u.test(number))).toBe(true);
  const listed = await benches[0]?.client.phoneNumber.list({ limit: 1000 });
  expect(listed).toMatchObject({ has_more: false });
  expect(new Set(listed?.items.map((number) => number.phone_number))).toEqual(new Set(sold));
});

test("numbers come from the requested area, and a released one is not sold again", async () => {
  const { client } = await openBench();
  const buy = async (order: Parameters<typeof client.phoneNumber.create>[0]) =>
    (await client.phoneNumber.create(order)).phone_number;
  expect(await buy({ area_code: 229 })).toBe("+12295550100");
  expect(await buy({ country_code: "CA" })).toBe("+15145550100");
  expect(await buy({ toll_free: true })).toBe("+18335550100");
  await client.phoneNumber.delete("+12295550100");
  await client.phoneNumber.import({ phone_number: "+12295550101", termination_uri: "t.example.com" });
  expect(await buy({ area_code: 229 })).toBe("+12295550102");
});

test("a file that is not a sandbox database, one from a newer version and a port in use each get a plain message", async () => {
  const clock = tickingClock();
  const databasePath = newDatabasePath();
  await (await startSandbox({ databasePath, apiKey, clock })).close();
  execFileSync(process.execPath, [
    "--input-type=module",
    "-e",
    `import Database from "better-sqlite3"; new Database(process.argv[1]).pragma("user_version = 999");`,
    databasePath,
  ]);
  await expect(startSandbox({ databasePath, apiKey, clock })).rejects.toMatchObject({
    name: "AscendiaError",
    message: containing("newer version"),
  });
  await expect(startSandbox({ databasePath: "/dev/null/x/sandbox.db", apiKey, clock })).rejects.toMatchObject({
    name: "AscendiaError",
  });
  const { sandbox } = await openBench();
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ databasePath: newDatabasePath(), apiKey, clock, port })).rejects.toMatchObject({
    name: "AscendiaError",
    hint: containing("port"),
  });
});

test("a write waits while another process has locked the file", async () => {
  const databasePath = newDatabasePath();
  const { client } = await openBench({ databasePath });
  const holder = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import Database from "better-sqlite3";
     const database = new Database(process.argv[1]);
     database.exec("begin immediate");
     console.log("held");
     process.stdin.once("end", () => { database.exec("commit"); database.close(); }).resume();`,
    databasePath,
  ]);
  await once(holder.stdout, "data");
  const order: string[] = [];
  const purchase = client.phoneNumber.create({}).then(() => order.push("bought"));
  // The event loop stays free while the purchase waits: a request with a timer times out in time.
  expect((await client.voice.list({ timeout: 60 }).catch(() => [])).length).toBe(0);
  order.push("released");
  holder.stdin.end();
  await purchase;
  expect(order).toEqual(["released", "bought"]);
});
