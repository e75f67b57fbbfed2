import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

export const clinicId = "clinic-race";
export const doctorId = "doctor-awa";
export const timezone = "Africa/Porto-Novo";

/** In a new SQLite database. */
export async function storeClinic(databasePath: string): Promise<void> {
  const store = sqlStore(await openDatabase(databasePath, "sandbox"));
  await addClinic(store);
  await store.close();
}

/** One clinic with one doctor, open every day. */
export async function addClinic(store: Store): Promise<void> {
  await store.clinics.add(
    testClinic({
      id: clinicId,
      slug: "clinique-test",
      name: "Clinique Test",
      address: "1 rue des Essais, Cotonou",
      country: "BJ",
      timezone,
      ownerEmail: "owner@example.com",
      createdAt: Date.now(),
    }),
  );
  const { doctors, openingHours } = store.scope(clinicId);
  await doctors.add({ id: doctorId, name: "Awa Test", specialty: "Dentiste", email: null, active: true });
  await openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-18:00"));
}
