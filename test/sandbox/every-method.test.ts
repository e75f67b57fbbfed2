import { expect, test } from "vitest";
import { methodTable } from "../proof/sdk-methods/method-table.ts";
import { newDatabasePath } from "./sandbox-fixture.ts";

test("every method of the SDK is emulated, with its fields and refusals, or answered with 501", async () => {
  const rows = await methodTable(newDatabasePath());
  expect(rows.flatMap(({ method, faults }) => faults.map((fault) => `${method}: ${fault}`))).toEqual([]);
  expect(rows.length).toBeGreaterThan(100);
  const answers = new Map(rows.map(({ method, answer }) => [method, answer]));
  expect(answers.get("call.createPhoneCall")).toBe("played");
  expect(answers.get("chat.create")).toBe("501");
});
