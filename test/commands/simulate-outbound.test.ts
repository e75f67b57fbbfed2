import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { textLike } from "../fakes/text-like.ts";
import { newFolder, run } from "../fakes/world.ts";
import { austin, cotonou, installClinics } from "./simulate-fixture.ts";

const documentSchema = z.object({
  data: z.looseObject({
    totals: z.record(z.string(), z.number()),
    clinics: z.array(
      z.looseObject({
        clinic: z.string(),
        runs: z.array(
          z.looseObject({
            scenario: z.string(),
            status: z.string(),
            reason: z.string().nullable(),
            path: z.array(z.string()),
            checks: z.array(z.looseObject({ what: z.string(), status: z.string() })),
          }),
        ),
      }),
    ),
    timings: z.looseObject({ webhook: z.looseObject({}).nullable() }),
  }),
});

let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  await installClinics(cwd, [cotonou, austin]);
});

async function report(...argv: readonly string[]) {
  const { code, stdout, stderr } = await run(["simulate", ...argv, "--json"], { cwd });
  const { data } = documentSchema.parse(JSON.parse(stdout));
  const runs = data.clinics.flatMap((clinic) => clinic.runs);
  return { code, stderr, data, runs };
}

function suite(text: string): readonly string[] {
  const file = join(cwd, "scenario.yaml");
  writeFileSync(file, text);
  return ["--suite", file];
}

interface Planted {
  readonly contact: string;
  readonly expect: string;
}

function reminder(planted: Planted): readonly string[] {
  return suite(`name: planted
title: A planted reminder
languages: [fr, en]
direction: outbound
contact: ${planted.contact}
caller:
  turns:
    - say: { fr: "Non, vous vous trompez de numéro.", en: "No, you have the wrong number." }
expect: ${planted.expect}
`);
}

test("the clinic calls in both languages without any webhook being asked", async () => {
  const { code, data, runs } = await report("--all", "--filter", "reminder");
  expect(runs.filter(({ status }) => status !== "passed")).toEqual([]);
  expect(code).toBe(0);
  expect(data.totals).toMatchObject({ clinics: 2, leaks: 0 });
  expect(data.totals["passed"]).toBeGreaterThanOrEqual(40);
  expect(data.timings.webhook).toBeNull();
});

test("an inbound call never reaches the reminder nodes", async () => {
  const { runs } = await report("--all", "--filter", "question");
  const inbound = runs.filter(
    ({ scenario, status }) => !/^(?:reminder|waitlist|notice)-/u.test(scenario) && status === "passed",
  );
  expect(inbound.length).toBeGreaterThan(0);
  expect(inbound.flatMap(({ path }) => path).filter((node) => node.startsWith("reminder"))).toEqual([]);
});

test("another clinic's doctor in an outbound call's variables is a leak", async () => {
  const contact = `{ at: "2030-01-07T09:30", provider: Dr. ${austin.doctors[0]?.name ?? ""} }`;
  const planted = reminder({ contact, expect: "{ nodes: { last: wrong_person } }" });
  const { code, runs } = await report("--clinic", cotonou.clinic.slug, ...planted);
  expect(runs).toMatchObject([{ status: "failed", reason: textLike(/^leak: variables of the call holds/) }]);
  expect(code).toBe(1);
});

test.each([
  ["{ contact: { state: confirmed } }", 'the contact\'s state is "confirmed"', "open"],
  ["{ contact: { optedOut: true } }", "the number is opted out", "false"],
])("what is kept of the contact is held against %s", async (wanted, what, found) => {
  const planted = reminder({ contact: '{ at: "2030-01-07T09:30" }', expect: wanted });
  const { runs } = await report("--clinic", cotonou.clinic.slug, ...planted);
  expect(runs).toMatchObject([{ status: "failed", checks: [{ what, status: "failed", found }] }]);
});

test("an invalid time is reported with its scenario", async () => {
  const planted = reminder({ contact: "{ at: next Monday }", expect: "{ nodes: { last: wrong_person } }" });
  const { code, stderr } = await run(["simulate", "--clinic", cotonou.clinic.slug, ...planted], { cwd });
  expect(stderr).toContain('Scenario planted cannot be set up: "next Monday" is not a date and time.');
  expect(code).toBe(1);
});

test("a freed time is offered to the scenario's patient, whoever else waits at the clinic", async () => {
  const clinic = ["--clinic", cotonou.clinic.slug];
  const patient = ["--patient", "Koffi Test", "--phone", "0197000042"];
  expect(
    await run(["waitlist:add", ...clinic, ...patient, "--from", "tomorrow", "--to", "2099-12-31"], { cwd }),
  ).toMatchObject({ code: 0 });
  const { code, runs } = await report(...clinic, "--scenario", "waitlist-accept-down");
  expect({ code, runs: runs.map(({ status }) => status) }).toEqual({ code: 0, runs: ["passed"] });
});
