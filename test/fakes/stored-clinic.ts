import { join } from "node:path";
import { z } from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { parseOpeningHours } from "../../src/domain/clinic/opening-hours.ts";
import type { AllClinicStores } from "../../src/domain/fleet/ports.ts";
import { addDays, weekdayNumber } from "../../src/domain/time/wall-date.ts";
import { dateAt } from "../../src/domain/time/zoned-time.ts";
import { testClinic } from "./test-clinic.ts";
import { type Run, newFolder, run } from "./world.ts";

const zone = "Africa/Porto-Novo";

/**
 * Tuesday to Friday of the week after next: within the booking horizon and beyond every notice period, whenever the
 * test runs.
 */
export const coming = comingDates();

const answer = z.object({ ok: z.boolean(), data: z.unknown() });

/** A folder with an installation that has one clinic: two doctors, open Mon-Fri 08:00-12:00. */
export async function storedClinic() {
  const cwd = newFolder();
  await inStores(cwd, async ({ doctors, openingHours }) => {
    await doctors.add({ id: "doctor-awa", name: "Awa Test", specialty: "Dentiste", email: null, active: true });
    await doctors.add({ id: "doctor-luc", name: "Luc Essai", specialty: "Orthodontiste", email: null, active: true });
    await openingHours.setForClinic(parseOpeningHours("Mon-Fri 08:00-12:00"));
  });
  const command = (...argv: readonly string[]): Promise<Run> => run([...argv, "--clinic", "clinique-test"], { cwd });
  return {
    cwd,
    /** Runs a command line for the clinic. */
    command,
    /** The command's `data` under --json, parsed by the schema; fails if the command failed. */
    data: async <T>(schema: z.ZodType<T>, ...argv: readonly string[]): Promise<T> => {
      const { stdout, stderr } = await command(...argv, "--json");
      const { ok, data } = answer.parse(JSON.parse(stdout));
      if (!ok) throw new Error(`${argv.join(" ")}: ${stdout}${stderr}`);
      return schema.parse(data);
    },
    stores: <T>(work: (stores: AllClinicStores) => Promise<T>): Promise<T> => inStores(cwd, work),
  };
}

/** The command line that books with the doctor on the coming Tuesday. */
export function booking(doctor: string, time: string, patient = "Koffi Test"): readonly string[] {
  const slot = ["--doctor", doctor, "--date", coming.tuesday, "--time", time];
  return ["appointment:book", ...slot, "--patient", patient, "--phone", "0197000021"];
}

/** Opens the database only while `work` runs, because commands open it themselves. */
async function inStores<T>(cwd: string, work: (stores: AllClinicStores) => Promise<T>): Promise<T> {
  const store = sqlStore(await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox"));
  try {
    if ((await store.clinics.find("clinique-test")) === undefined) await store.clinics.add(clinic);
    return await work(store.scope(clinic.id));
  } finally {
    await store.close();
  }
}

const clinic = testClinic({
  slug: "clinique-test",
  name: "Clinique Test",
  address: "1 rue des Essais, Cotonou",
  country: "BJ",
  timezone: zone,
  phone: "+2290197000010",
  ownerEmail: "owner@example.com",
});

function comingDates() {
  const today = dateAt(Date.now(), zone);
  const monday = addDays(today, 15 - weekdayNumber(today));
  const [tuesday, wednesday, thursday, friday] = [1, 2, 3, 4].map((days) => addDays(monday, days));
  return {
    monday,
    tuesday: tuesday ?? monday,
    wednesday: wednesday ?? monday,
    thursday: thursday ?? monday,
    friday: friday ?? monday,
    sunday: addDays(monday, 6),
  };
}
