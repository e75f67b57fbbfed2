import { expect, it } from "vitest";
import { ascendia, austin, austinNumber, cotonou, cotonouNumber, onInstallation, twoClinics } from "./fleet-fixture.ts";

onInstallation();

/** A caller put through to such a number would reach an assistant again, even in an emergency. */
it.each([
  ["its own number", ["clinic:update", cotonou, "--transfer-number", cotonouNumber]],
  ["another clinic's number", ["clinic:update", cotonou, "--transfer-number", austinNumber]],
  ["its own number for emergencies", ["clinic:update", austin, "--emergency-number", austinNumber]],
  ["another clinic's number for emergencies", ["clinic:update", austin, "--emergency-number", cotonouNumber]],
  ["a premium number", ["clinic:update", austin, "--emergency-number", "+19005550145"]],
  ["a satellite telephone on call", ["clinic:update", cotonou, "--on-call-number", "+881612345679"]],
])("a clinic is not put through to %s", async (_, argv) => {
  await twoClinics();
  const { code, stdout, stderr } = await ascendia(argv);
  expect(code).toBe(1);
  expect(`${stdout}${stderr}`).toMatch(/not be put through to a person/u);
});
