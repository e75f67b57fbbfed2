import { AscendiaError } from "../errors.ts";
import { foldText } from "../language/fold-text.ts";

export interface NameSearch<T> {
  /** What is looked for, as the message calls it: "room". */
  readonly kind: string;
  readonly namesOf: (one: T) => readonly string[];
  /** The command that shows all of them. */
  readonly listedBy: string;
}

/**
 * The one with that id or name; accents and case aside.
 * @throws not_found, conflict when the name belongs to several
 */
export function findByName<T extends { readonly id: string }>(
  wanted: string,
  among: readonly T[],
  { kind, namesOf, listedBy }: NameSearch<T>,
): T {
  const byId = among.find(({ id }) => id === wanted.trim());
  if (byId !== undefined) return byId;
  const [first, ...others] = among.filter((one) => namesOf(one).some((name) => foldText(name) === foldText(wanted)));
  if (first === undefined) {
    throw new AscendiaError("not_found", `The clinic has no ${kind} "${wanted}".`, {
      hint: `See them with: ${listedBy}`,
    });
  }
  if (others.length === 0) return first;
  throw new AscendiaError("conflict", `The name "${wanted}" belongs to more than one ${kind}.`, {
    hint: `Use the id: ${[first, ...others].map(({ id }) => id).join(" or ")}.`,
  });
}
