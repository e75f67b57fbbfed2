import { expect, test } from "vitest";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { assistantNumbers } from "../../../src/domain/fleet/own-numbers.ts";
import { cotonou } from "../../server/server-fixture.ts";

const ownedBy = (phoneNumber: string) => ({
  findByNumber: async (number: string): Promise<Clinic | undefined> => (number === phoneNumber ? cotonou : undefined),
});

test.each([
  ["as stored", "+2290197000001", "+2290197000001"],
  ["in Benin's old form", "+2290197000001", "+22997000001"],
  ["in Benin's new form, stored in the old one", "+22997000001", "+2290197000001"],
])("a transfer number that is a clinic's own at Retell is found %s", async (_, stored, written) => {
  const numbers = { transferNumber: written, emergencyNumber: "+2290197000099", onCallNumber: null };
  expect(await assistantNumbers(numbers, ownedBy(stored))).toEqual([expect.stringContaining(cotonou.slug)]);
  const onCall = { ...numbers, transferNumber: null, onCallNumber: written };
  expect(await assistantNumbers(onCall, ownedBy(stored))).toEqual([expect.stringMatching(/^on_call_number: /u)]);
  expect(await assistantNumbers({ ...numbers, transferNumber: null }, ownedBy("+1"), written)).toEqual([]);
  expect(await assistantNumbers(numbers, ownedBy("+1"), stored)).toEqual([
    expect.stringContaining("the clinic itself"),
  ]);
});
