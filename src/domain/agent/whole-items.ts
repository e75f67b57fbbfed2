import type { AgentDifference } from "./diff-agent.ts";

/** The place of a named item, and the field that names it (keyed-items.ts). */
const naming = /^(.*\[([^[\]]+)\])\.(?:id|tool_id|name)$/u;

const orderSuffix = " (order)";

const sides = ["local", "draft", "published", "lastWritten"] as const;

/**
 * The differences with a node, an edge or a tool that one side lacks as one place, not one for each of its fields. That
 * a list then has another order is no difference either.
 */
export function wholeItems(differences: readonly AgentDifference[]): readonly AgentDifference[] {
  const places = differences.flatMap((one) => {
    const place = naming.exec(one.path)?.[1];
    return place !== undefined && isOneSided(one) ? [place] : [];
  });
  const outermost = places.filter((place) => !places.some((other) => place !== other && isWithin(place, other)));
  const itemOf = (path: string): string | undefined => outermost.find((place) => isWithin(path, place));
  const added = new Set<string>();
  return differences.flatMap((one): readonly AgentDifference[] => {
    const place = itemOf(one.path);
    if (place === undefined) return isOrderOf(outermost, one) ? [] : [one];
    if (added.has(place)) return [];
    added.add(place);
    return [
      wholeItem(
        place,
        differences.filter(({ path }) => isWithin(path, place)),
      ),
    ];
  });
}

function isWithin(path: string, place: string): boolean {
  return path.startsWith(`${place}.`) || path.startsWith(`${place}[`) || path === place;
}

function live({ draft, published }: AgentDifference): unknown {
  return draft ?? published;
}

function isOneSided(one: AgentDifference): boolean {
  if (one.changed === "unpublished") return one.draft === undefined || one.published === undefined;
  return one.local === undefined || live(one) === undefined;
}

/** Each side's fields by their path in the item; undefined where the side has none. */
function wholeItem(place: string, fields: readonly AgentDifference[]): AgentDifference {
  const [first] = fields;
  if (first === undefined) throw new RangeError(`no fields at ${place}`);
  const values = sides.map((side) => {
    const present = fields.filter((one) => one[side] !== undefined && one[side] !== null);
    const entries = present.map((one) => [one.path.slice(place.length).replace(/^\./u, ""), one[side]] as const);
    return [side, entries.length === 0 ? undefined : Object.fromEntries(entries)] as const;
  });
  const changes = new Set(fields.map(({ changed }) => changed));
  const changed = changes.size === 1 ? first.changed : "both";
  const { local, draft, published, lastWritten } = Object.fromEntries(values);
  return { path: place, changed, local, draft, published, lastWritten };
}

/** Whether the order of a list differs by its one-sided items alone. */
function isOrderOf(places: readonly string[], one: AgentDifference): boolean {
  if (!one.path.endsWith(orderSuffix)) return false;
  const list = one.path.slice(0, -orderSuffix.length);
  const loose = new Set(
    places.flatMap((place) => (place.startsWith(`${list}[`) ? [place.slice(list.length + 1, -1)] : [])),
  );
  if (loose.size === 0) return false;
  const [before, after] = one.changed === "unpublished" ? [one.published, one.draft] : [live(one), one.local];
  const kept = (order: unknown) => (Array.isArray(order) ? order.filter((key) => !loose.has(String(key))) : order);
  return JSON.stringify(kept(before)) === JSON.stringify(kept(after));
}
