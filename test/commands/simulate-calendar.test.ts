import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
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

async function simulated(...chosen: readonly string[]) {
  const { stdout } = await run(["simulate", "--all", ...chosen, "--json"], { cwd });
  return documentSchema.parse(JSON.parse(stdout)).data.clinics.flatMap(({ runs }) => runs);
}

async function addType(...length: readonly string[]): Promise<void> {
  const type = ["type:add", "--clinic", slug, "--name-en", "Visit", "--name-fr", "Visite", ...length, "--every-doctor"];
  expect(await run(type, { cwd })).toMatchObject({ code: 0 });
}

const unpassed = (runs: Awaited<ReturnType<typeof simulated>>) =>
  runs.filter(({ status }) => status !== "passed" && status !== "skipped");

test("the shipped suite passes with visits so long that few fit a day, and with past visits of its own caller", async () => {
  await addType("--minutes", "120", "--buffer-before", "30", "--buffer-after", "30");
  await giveCaller(["scheduled", "cancelled", "rescheduled"]);
  const runs = await simulated();
  expect(unpassed(runs)).toEqual([]);
  expect(runs.filter(({ reason }) => reason?.includes("in the calendar"))).toEqual([]);
  for (const scenario of ["slot-taken", "cancel"]) {
    expect(runs).toContainEqual({ scenario, status: "passed", reason: null });
  }
});

test("every scenario about a slot passes with a buffer after each visit", async () => {
  await addType("--minutes", "30", "--buffer-after", "10");
  const runs = await simulated("--filter", "slot");
  expect(unpassed(runs)).toEqual([]);
  expect(runs).toContainEqual({ scenario: "slot-taken", status: "passed", reason: null });
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
