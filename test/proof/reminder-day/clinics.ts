import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

/** A clinic of the proof and the telephone numbers of its people, all from fictitious ranges. */
export interface ProofClinic extends Clinic {
  readonly number: string;
  /** The phone number of the nth person. */
  readonly phoneOf: (index: number) => string;
  /** The date of its zone's clock change; null: there is none. */
  readonly changesOn: string | null;
}

const two = (index: number): string => String(index).padStart(2, "0");

const plain = testClinic({ address: "1 Test Street", ownerEmail: "owner@example.com" });

const american = (slug: string, timezone: string, area: number): ProofClinic => ({
  ...plain,
  id: `clinic-${slug}`,
  slug,
  name: `${slug} Test Clinic`,
  country: "US",
  timezone,
  language: "en",
  number: `+1${area}5550199`,
  phoneOf: (index) => `+1${area}55501${two(index)}`,
  changesOn: "2027-03-14",
});

/** Six zones; the clocks change on 2027-03-14 in America, on 2027-03-28 in Europe, and never in Benin. */
export const proofClinics: readonly ProofClinic[] = [
  american("new-york", "America/New_York", 212),
  american("chicago", "America/Chicago", 312),
  american("los-angeles", "America/Los_Angeles", 213),
  {
    ...plain,
    id: "clinic-paris",
    slug: "paris",
    name: "Clinique Test de Paris",
    country: "FR",
    timezone: "Europe/Paris",
    language: "fr",
    number: "+33199009999",
    phoneOf: (index) => `+331990000${two(index)}`,
    changesOn: "2027-03-28",
  },
  {
    ...plain,
    id: "clinic-london",
    slug: "london",
    name: "London Test Clinic",
    country: "GB",
    timezone: "Europe/London",
    language: "en",
    number: "+442079460999",
    phoneOf: (index) => `+4420794600${two(index)}`,
    changesOn: "2027-03-28",
  },
  {
    ...plain,
    id: "clinic-cotonou",
    slug: "cotonou",
    name: "Clinique Test de Cotonou",
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    language: "fr",
    number: "+2290197000199",
    phoneOf: (index) => `+22901970000${two(index)}`,
    changesOn: null,
  },
];
