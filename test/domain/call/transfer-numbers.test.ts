import { expect, test } from "vitest";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { refuseTransferNumbers, transferProblems } from "../../../src/domain/call/line/transfer-numbers.ts";
import { oneByOne } from "../../fakes/one-by-one.ts";
import { cotonou } from "../../server/server-fixture.ts";

const ownedBy = (phoneNumber: string) => ({
  findByNumber: async (number: string): Promise<Clinic | undefined> => (number === phoneNumber ? cotonou : undefined),
});

function problem(field: string, said: string): unknown {
  const message: unknown = expect.stringContaining(said);
  return { field, message };
}

test.each([
  ["as stored", "+2290197000001", "+2290197000001"],
  ["in Benin's old form", "+2290197000001", "+22997000001"],
  ["in Benin's new form, stored in the old one", "+22997000001", "+2290197000001"],
])("a transfer number that is a clinic's own at Retell is found %s", async (_, stored, written) => {
  const numbers = { transferNumber: written, emergencyNumber: "+2290197000099", onCallNumber: null };
  expect(await transferProblems(numbers, ownedBy(stored))).toEqual([problem("transfer_number", cotonou.slug)]);
  const onCall = { ...numbers, transferNumber: null, onCallNumber: written };
  expect(await transferProblems(onCall, ownedBy(stored))).toEqual([problem("on_call_number", cotonou.slug)]);
  expect(await transferProblems({ ...numbers, transferNumber: null }, ownedBy("+1"), written)).toEqual([]);
  expect(await transferProblems(numbers, ownedBy("+1"), stored)).toEqual([
    problem("transfer_number", "the clinic itself"),
  ]);
});

test.each([
  ["+33899123457", "premium-rate"],
  ["+447012345679", "personal"],
  ["+881612345679", "satellite"],
])("a caller is not put through to %s", async (emergencyNumber, kind) => {
  const numbers = { transferNumber: null, emergencyNumber, onCallNumber: null };
  expect(await transferProblems(numbers, ownedBy("+1"))).toEqual([problem("emergency_number", kind)]);
});

test("a number to which a clinic puts callers through cannot become a clinic's number", async () => {
  const none = { transferNumber: null, emergencyNumber: null, onCallNumber: null };
  const clinics = { ...ownedBy("+1"), all: () => oneByOne([{ ...cotonou, onCallNumber: "+2290196000034" }]) };
  await expect(refuseTransferNumbers(none, clinics, "+22996000034")).rejects.toThrow(`${cotonou.slug}: on_call_number`);
  await expect(refuseTransferNumbers(none, clinics, "+22996000035")).resolves.toBeUndefined();
});
