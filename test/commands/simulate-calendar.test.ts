import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { openDatabase } from "../../src/adapters/sql/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import type { AppointmentStatus } from "../../src/domain/booking/appointment.ts";
import { callerNumber } from "../../src/simulator/scenario/fill-placeholders.ts";
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

test("appointments that the simulator's own caller had before count in no scenario", async () => {
  await giveCaller(["scheduled", "cancelled", "rescheduled"]);
  const runs = await wholeSuite();
  expect(runs.filter(({ reason }) => reason?.includes("in the calendar"))).toEqual([]);
  expect(runs).toContainEqual({ scenario: "cancel", status: "passed", reason: null });
});

/** Past visits of the number that simulated callers of this country have, one of each status. */
async function giveCaller(statuses: readonly AppointmentStatus[]): Promise<void> {
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const { patients, appointments } = sqlStore(database).scope(austin.clinic.id).booking.stores;
  const { number: phone } = callerNumber(austin.clinic.country);
  const patient = {
    id: "0199a000-0000-7000-8000-0000000000f0",
    name: "Kossi Ancien",
    phone,
    birthDate: null,
    email: null,
  };
  await patients.add({ ...patient, createdAt: 0 });
  for (const [index, status] of statuses.entries()) {
    const startsAt = 1_700_000_000_000 + index * 86_400_000;
    const endsAt = startsAt + 1_800_000;
    await appointments.add({
      id: `0199a000-0000-7000-8000-0000000000f${index + 1}`,
      patientId: patient.id,
      doctorId: austin.doctors[0]?.id ?? "",
      roomId: null,
      typeId: null,
      startsAt,
      endsAt,
      blockedFrom: startsAt,
      blockedTo: endsAt,
      status,
      callId: null,
      rescheduledFrom: null,
      changeReason: null,
      calendarUid: `uid-${index}`,
      calendarSequence: 0,
      createdAt: 0,
      updatedAt: 0,
    });
  }
  await database.close();
}
