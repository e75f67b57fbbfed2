/** null: it cannot be tried on this machine, and is neither counted nor claimed. */
export type Row = readonly [what: string, seen: string, isRight: boolean | null];

export function notHere(what: string, missing: string): Row {
  return [what, `not here: needs ${missing}`, null];
}
