import { AscendiaError } from "../errors.ts";

/** The part of an id that lists show: its end, because ids created within a minute begin with the same characters. */
export function shortId(id: string): string {
  return id.slice(-8);
}

const leastCharacters = 4;

/**
 * Finds by id or by the end of an id; undefined when there is no match.
 * @throws conflict when several ids have that end
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
    hint: "Type more of the id; lists with --json show whole ids.",
  });
}
