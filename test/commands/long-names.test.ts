import { expect, it } from "vitest";
import { coming, storedClinic } from "../fakes/stored-clinic.ts";

const name = "A".repeat(301);
const patient = ["--patient", name, "--phone", "0197000021"];

it.each([
  ["appointment:book", ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00", ...patient]],
  ["waitlist:add", ["--from", coming.tuesday, ...patient]],
  ["contact:add", ["--name", name, "--phone", "0197000021", "--at", "2099-01-05 09:00"]],
  ["room:add", [name]],
  ["type:add", ["--name-fr", name, "--name-en", "A", "--name-es", "A", "--minutes", "30"]],
  ["clinic:suspend", ["--message", name.repeat(2), "--yes"]],
  ["closure:add", [coming.tuesday, "--reason", name.repeat(2)]],
] as const)("%s refuses a text that is too long to be said or listed", async (command, argv) => {
  const clinic = await storedClinic();
  const { code, stderr } = await clinic.command(command, ...argv);
  expect([code, stderr]).toEqual([1, expect.stringContaining("is longer than")]);
});
