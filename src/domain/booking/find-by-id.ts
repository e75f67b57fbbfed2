import { AscendiaError } from "../errors.ts";

/** How much of an id lists show: its end, as ids made within a minute begin alike. */
export function shortId(id: string): string {
  return id.slice(-8);
}

const leastCharacters = 4;

/**
 * The one with that id, or whose id ends so; undefined when there is none.
 * @throws conflict when several ids end so
 */
export function findById<T extends { readonly id: string }>(
  wanted: string,
  among: readonly T[],
  kind: string,
): T | undefined {
  const text = wanted.trim().toLowerCase();
  const exact = among.find(({ id }) => id === text);
  if (exact !== undefined || text.length < leastCharacters) return exact;
  const [first, ...others] = among.filter(({ id }) => id.endsWith(text));
  if (others.length === 0) return first;
  throw new AscendiaError("conflict", `The id of more than one ${kind} ends in "${wanted}".`, {
    hint: "Give more of the id; --json lists show whole ones.",
  });
}
