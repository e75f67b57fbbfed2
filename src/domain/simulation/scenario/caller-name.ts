import { foldText } from "../../language/fold-text.ts";
import type { ClinicFacts } from "./clinic-facts.ts";

/** Nobody's names, no word of which stands in two of them. */
const names = ["Awa Test", "Mika Essai", "Noor Probe", "Imani Muster", "Lou Prueba", "Tavi Ensayo"] as const;

/**
 * What the simulated patient is called: a name that shares no word with the clinic or its doctors, so that nobody who
 * hears it can take the one for the other. A clinic whose doctors use up every name gets the first with another surname.
 */
export function callerName({ clinic, doctors }: Pick<ClinicFacts, "clinic" | "doctors">): string {
  const taken = new Set([clinic.name, ...doctors.map(({ name }) => name)].flatMap(words));
  return names.find((name) => !words(name).some((word) => taken.has(word))) ?? "Zuzana Zkouska";
}

function words(name: string): readonly string[] {
  return foldText(name).match(/\p{L}+/gu) ?? [];
}
