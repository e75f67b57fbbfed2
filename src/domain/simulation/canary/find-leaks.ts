import type { ClinicMarks, NameIndex, Sighting } from "./name-index.ts";

/** Something said or sent in a call: who is to have said it, for the report, and the words. */
export interface Utterance {
  readonly where: string;
  readonly text: string;
}

export interface Leak {
  readonly where: string;
  readonly kind: Sighting["kind"];
  readonly mark: string;
  /** Slugs of the clinics it belongs to. */
  readonly clinics: readonly string[];
}

export interface LeakSearch {
  readonly index: NameIndex;
  /** By clinic id. */
  readonly slugs: ReadonlyMap<string, string>;
  /** Marks that may be said to anybody, as they stand in the flow's own wording. */
  readonly common: ReadonlySet<string>;
}

/** Marks of other clinics in what was said or sent in a clinic's call, unless the clinic or the caller uses them too. */
export function findLeaks(
  utterances: readonly Utterance[],
  { own, caller }: { readonly own: ClinicMarks; readonly caller: readonly string[] },
  search: LeakSearch,
): readonly Leak[] {
  const { address, instructions, id } = own.clinic;
  const freeTexts = [address, instructions ?? "", ...own.doctors.map(({ specialty }) => specialty)];
  const allowed = marksIn([...freeTexts, ...caller], search.index);
  return utterances.flatMap(({ where, text }) => {
    const sightings = search.index.sightings(text);
    const ownSightings = sightings.filter(({ owners }) => owners.has(id));
    return sightings
      .filter(
        (sighting) => !sighting.owners.has(id) && !allowed.has(sighting.mark) && !search.common.has(sighting.mark),
      )
      .filter((sighting) => !ownSightings.some((known) => covers(known, sighting)))
      .map(({ kind, mark, owners }) => ({
        where,
        kind,
        mark,
        clinics: [...owners].map((owner) => search.slugs.get(owner) ?? owner).toSorted(),
      }));
  });
}

export function marksIn(texts: readonly string[], index: NameIndex): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => index.sightings(text).map(({ mark }) => mark)));
}

function covers(outer: Sighting, inner: Sighting): boolean {
  return outer.kind === inner.kind && outer.from <= inner.from && inner.to <= outer.to;
}
