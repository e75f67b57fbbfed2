/** Wrong names that are too far from the right one for a spelling distance (retell-api.md 13.3). */
const knownMistakes: Readonly<Record<string, string>> = {
  logic_split: "branch",
  logic: "branch",
  if: "branch",
  split: "branch",
  end_call: "end",
  transfer: "transfer_call",
  custom_function: "custom",
  extract_dynamic_variable: "extract_dynamic_variables",
  extract_variables: "extract_dynamic_variables",
  send_sms: "sms",
  start: "conversation",
  message: "conversation",
  agent_transfer: "agent_swap",
  and: "&&",
  or: "||",
  not_exists: "not_exist",
  equals: "==",
  "=": "==",
  "===": "==",
  "<>": "!=",
  not_equals: "!=",
  greater_than: ">",
  less_than: "<",
  is_empty: "not_exist",
  is_not_empty: "exists",
};

/** What was probably meant, or undefined when nothing is near. */
export function suggestName(given: string, known: readonly string[]): string | undefined {
  const mistake = knownMistakes[given.toLowerCase()];
  const candidates = given.toLowerCase() === "custom_function" ? ["custom", "function"] : [mistake];
  const direct = candidates.find((candidate) => candidate !== undefined && known.includes(candidate));
  if (direct !== undefined) return direct;
  const ranked = known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  return nearest !== undefined && nearest.distance <= Math.max(2, given.length / 4) ? nearest.name : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, left] of Array.from(a).entries()) {
    const current = [row + 1];
    for (const [column, right] of Array.from(b).entries()) {
      const replaced = (previous[column] ?? 0) + (left === right ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
