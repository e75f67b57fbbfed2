import { sqlSocketDirectory } from "../../../src/adapters/sql/clinics/clinic-settings-stores.ts";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const SYLLABLES = "ba ko du mi re to sa lu vi ne fa go zi pe ja ho ci xa wo ye".split(" ");
const ENDINGS = ["tandor", "lorvin", "mecaud"] as const;

export interface LoadClinic {
  readonly id: string;
  readonly slug: string;
  readonly language: Language;
  readonly doctors: readonly { readonly id: string; readonly surname: string }[];
  /** Words that only this clinic has: no other clinic's call may contain them. */
  readonly marks: readonly string[];
  readonly number: string;
}

export const ZONE = "Africa/Porto-Novo";

/** Twenty clinics whose names are all different, alternating between French and English. */
export const loadClinics: readonly LoadClinic[] = SYLLABLES.map((syllable, index) => {
  const surnames = ENDINGS.map((ending) => capital(syllable + syllable + ending));
  const slug = `clinic-${syllable}${syllable}vek`;
  return {
    id: `id-${slug}`,
    slug,
    language: index % 2 === 0 ? "fr" : "en",
    doctors: surnames.map((surname) => ({ id: `doctor-${surname.toLowerCase()}`, surname })),
    marks: [capital(`${syllable}${syllable}vek`), ...surnames],
    number: `+2290197${String(index).padStart(6, "0")}`,
  };
});

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export async function storeLoadClinics(databasePath: string): Promise<void> {
  const database = await openDatabase(databasePath, "sandbox");
  await fillLoadClinics(sqlStore(database));
  await openLoadSockets(database);
  await database.close();
}

/** The secret in every clinic's address. */
export const LOAD_SECRET = "secret-of-a-proof";

export async function openLoadSockets(database: SqlDatabase): Promise<void> {
  const sockets = sqlSocketDirectory(database);
  for (const { id } of loadClinics) await sockets.setKey(id, LOAD_SECRET);
}

export async function fillLoadClinics(store: Store): Promise<void> {
  for (const { id, slug, language, doctors, marks, number } of loadClinics) {
    await store.clinics.add(
      testClinic({
        id,
        slug,
        name: `Clinique ${marks[0] ?? ""}`,
        address: "1 rue des Essais, Cotonou",
        country: "BJ",
        timezone: ZONE,
        language,
        ownerEmail: "owner@example.com",
        createdAt: Date.now(),
      }),
    );
    const scope = store.scope(id);
    for (const { id: doctorId, surname } of doctors) {
      const doctor = { id: doctorId, name: `Awa ${surname}`, specialty: "Dentiste", email: null, active: true };
      await scope.doctors.add(doctor);
    }
    await scope.openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-12:00"));
    await scope.number.save({
      phoneNumber: number,
      source: "imported",
      agentId: `agent_${slug}`,
      agentVersion: 0,
      webhookUrl: null,
      monthlyCents: 0,
    });
  }
}
