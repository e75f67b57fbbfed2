import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { newFolder, run } from "../fakes/world.ts";
import { austin, installClinics } from "./simulate-fixture.ts";

const documentSchema = z.object({
  data: z.object({
    clinics: z.array(
      z.object({
        runs: z.array(z.object({ scenario: z.string(), status: z.string(), reason: z.string().nullable() })),
      }),
    ),
  }),
});

const slug = austin.clinic.slug;

let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  await installClinics(cwd, [austin]);
});

async function wholeSuite() {
  const { stdout } = await run(["simulate", "--all", "--json"], { cwd });
  return documentSchema.parse(JSON.parse(stdout)).data.clinics.flatMap(({ runs }) => runs);
}

test.each([
  ["a buffer after each visit", ["--minutes", "30", "--buffer-after", "10"]],
  ["a visit so long that few fit a day", ["--minutes", "120", "--buffer-before", "30", "--buffer-after", "30"]],
])("the shipped suite passes with %s", async (_, length) => {
  const type = ["type:add", "--clinic", slug, "--name-en", "Visit", "--name-fr", "Visite", ...length, "--every-doctor"];
  expect(await run(type, { cwd })).toMatchObject({ code: 0 });
  const runs = await wholeSuite();
  expect(runs.filter(({ status }) => status !== "passed" && status !== "skipped")).toEqual([]);
  expect(runs).toContainEqual({ scenario: "slot-taken", status: "passed", reason: null });
});
