import { join } from "node:path";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import type { Clinic, Doctor } from "../../src/domain/clinic/clinic.ts";
import { type Interval, closedAllWeek } from "../../src/domain/clinic/opening-hours.ts";
import type { Store } from "../../src/domain/fleet/ports.ts";
import { testClinic } from "../fakes/test-clinic.ts";

export interface TestClinic {
  readonly clinic: Clinic;
  readonly phoneNumber: string | null;
  readonly doctors: readonly Doctor[];
}

const common = testClinic({ ownerEmail: "owner@example.com", createdAt: 1_780_000_000_000 });

function doctor(id: string, name: string, specialty: string): Doctor {
  return { id, name, specialty, email: null, active: true };
}

/** French, with numbers to transfer to, no SMS. */
export const cotonou: TestClinic = {
  clinic: {
    ...common,
    id: "0199a000-0000-7000-8000-00000000000a",
    slug: "clinique-cotonou",
    name: "Clinique Les Cocotiers",
    address: "12 boulevard des Essais, Cotonou",
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    language: "fr",
    phone: "+2290197000010",
    transferNumber: "+2290197000011",
    emergencyNumber: "+2290197000012",
    instructions: "Apporter le carnet de santé.",
  },
  phoneNumber: "+2290197000001",
  doctors: [
    doctor("0199a000-0000-7000-8000-0000000000a1", "Afiavi Exemple", "Pédiatrie"),
    doctor("0199a000-0000-7000-8000-0000000000a2", "Dr Codjo Modèle", "Médecine générale"),
  ],
};

/** English, with SMS, without a transfer number. */
export const austin: TestClinic = {
  clinic: {
    ...common,
    id: "0199a000-0000-7000-8000-00000000000b",
    slug: "austin-family",
    name: "Bluebonnet Family Clinic",
    address: "900 Test Road, Austin",
    country: "US",
    timezone: "America/Chicago",
    language: "en",
    smsEnabled: true,
  },
  phoneNumber: "+15125550101",
  doctors: [
    doctor("0199a000-0000-7000-8000-0000000000b1", "Harper Sample", "Family medicine"),
    doctor("0199a000-0000-7000-8000-0000000000b2", "June Specimen", "Pediatrics"),
  ],
};

/** English, without doctors. */
export const empty: TestClinic = {
  clinic: {
    ...austin.clinic,
    id: "0199a000-0000-7000-8000-00000000000e",
    slug: "austin-empty",
    name: "Practice Without Anyone",
  },
  phoneNumber: "+15125550102",
  doctors: [],
};

const day: readonly Interval[] = [
  { opens: "08:00", closes: "12:00" },
  { opens: "14:00", closes: "17:00" },
];

export async function addTestClinic(store: Store, { clinic, phoneNumber, doctors }: TestClinic): Promise<void> {
  await store.clinics.add(clinic);
  const scope = store.scope(clinic.id);
  for (const each of doctors) await scope.doctors.add(each);
  await scope.openingHours.setForClinic({ ...closedAllWeek, mon: day, tue: day, wed: day, thu: day, fri: day });
  if (phoneNumber === null) return;
  const nobody = { agentId: null, agentVersion: null, webhookUrl: null, monthlyCents: 0 };
  await scope.number.save({ phoneNumber, source: "imported", ...nobody });
}

/** The sandbox database of a working folder, with these clinics. @returns its path */
export async function installClinics(cwd: string, clinics: readonly TestClinic[]): Promise<string> {
  const path = join(cwd, ".ascendia", "sandbox.db");
  const database = await openDatabase(path, "sandbox");
  const store = sqlStore(database);
  for (const clinic of clinics) await addTestClinic(store, clinic);
  await database.close();
  return path;
}
