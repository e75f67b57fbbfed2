import { canonicalJson } from "../canonical-json.ts";
import { isObject } from "../flow/unwrap-flow.ts";
import { keyedItems } from "./keyed-items.ts";

/** One value on three sides: as both began, as we have it, as the dashboard has it. Undefined is "not there". */
export interface ThreeSides {
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Ours with every change of theirs; where both changed the same place, theirs. */
export function mergeContent({ base, ours, theirs }: ThreeSides): unknown {
  if (isSame(theirs, base) || isSame(theirs, ours)) return ours;
  if (isSame(ours, base)) return theirs;
  if (Array.isArray(ours) && Array.isArray(theirs)) return mergedList({ base, ours, theirs });
  if (isObject(ours) && isObject(theirs)) {
    const before = isObject(base) ? base : {};
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    const merged = keys.map(
      (key) => [key, mergeContent({ base: before[key], ours: ours[key], theirs: theirs[key] })] as const,
    );
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
  }
  return theirs;
}

interface Lists {
  readonly base: unknown;
  readonly ours: readonly unknown[];
  readonly theirs: readonly unknown[];
}

/** In the order of theirs; what only we have comes last. */
function mergedList({ base, ours, theirs }: Lists): readonly unknown[] {
  const [own, their] = [keyedItems(ours), keyedItems(theirs)];
  if (own === undefined || their === undefined) return theirs;
  const before = (Array.isArray(base) ? keyedItems(base) : undefined) ?? new Map<string, unknown>();
  const keys = [...new Set([...their.keys(), ...own.keys()])];
  return keys
    .map((key) => mergeContent({ base: before.get(key), ours: own.get(key), theirs: their.get(key) }))
    .filter((item) => item !== undefined);
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson({ value: one }) === canonicalJson({ value: other });
}
