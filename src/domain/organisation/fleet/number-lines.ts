import type { NumberInFull } from "../../number/ports.ts";
import { markedSlug } from "../../number/number-binding.ts";
import { monthlyCentsOfNumber } from "../../number/number-price.ts";
import type { FleetView } from "./observe-fleet.ts";

/**
 * `ok`: as it should be; `drifted`: a clinic's, and not as it should be; `missing`: a clinic's, and not at Retell;
 * `orphan`: ours and no clinic's; `unbound`: nobody answers it and no clinic has it; `foreign`: another program's.
 */
export const numberStates = ["ok", "drifted", "missing", "orphan", "unbound", "foreign"] as const;
export type NumberState = (typeof numberStates)[number];

export interface NumberLine {
  readonly phoneNumber: string;
  readonly clinic: string | null;
  readonly state: NumberState;
  readonly source: "bought" | "imported";
  readonly monthlyCents: number;
  /** null: it is not at Retell. */
  readonly found: NumberInFull | null;
}

/** Every number of the account, and those that should be there. */
export function numberLines({ desired, observed, findings }: FleetView): readonly NumberLine[] {
  const owners = new Map(
    desired.clinics.flatMap(({ clinic, number }) => (number === null ? [] : [[number.phoneNumber, clinic] as const])),
  );
  const drifted = new Set(findings.flatMap(({ repair }) => (repair === null ? [] : [repair.phoneNumber])));
  const orphans = new Set(findings.filter(({ kind }) => kind === "orphan_number").map(({ subject }) => subject));
  const stateOf = (number: NumberInFull): NumberState => {
    if (owners.has(number.phoneNumber)) return drifted.has(number.phoneNumber) ? "drifted" : "ok";
    if (orphans.has(number.phoneNumber) || markedSlug(number) !== undefined) return "orphan";
    return number.inboundAgents.length === 0 ? "unbound" : "foreign";
  };
  const there = observed.numbers.map((number) => ({
    phoneNumber: number.phoneNumber,
    clinic: owners.get(number.phoneNumber)?.slug ?? null,
    state: stateOf(number),
    source: number.source,
    monthlyCents: monthlyCentsOfNumber(number),
    found: number,
  }));
  const known = new Set(there.map(({ phoneNumber }) => phoneNumber));
  const missing = desired.clinics.flatMap(({ clinic, number }) =>
    number === null || known.has(number.phoneNumber) ? [] : [missingLine(number, clinic.slug)],
  );
  return [...there, ...missing].toSorted((one, other) => one.phoneNumber.localeCompare(other.phoneNumber));
}

function missingLine(
  { phoneNumber, source }: { readonly phoneNumber: string; readonly source: "bought" | "imported" },
  clinic: string,
): NumberLine {
  return { phoneNumber, clinic, state: "missing", source, monthlyCents: 0, found: null };
}
