/** A status and a body, as they came over HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One field, or one sentence of a spoken field. null: missing on that side. */
export interface Difference {
  /** `message`, `slots[0].time`; `status` and `body` are the answer's own. */
  readonly field: string;
  readonly was: string | null;
  readonly is: string | null;
}

/** Compares a recorded answer with today's field by field, and spoken text sentence by sentence. */
export function compareAnswers(was: Answer, is: Answer): readonly Difference[] {
  if (was.status !== is.status) return [{ field: "status", was: String(was.status), is: String(is.status) }];
  if (was.body === is.body) return [];
  const [before, after] = [parsed(was.body), parsed(is.body)];
  if (before === undefined || after === undefined) return [{ field: "body", was: was.body, is: is.body }];
  return differencesAt("", before.value, after.value);
}

function parsed(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

function differencesAt(field: string, was: unknown, is: unknown): readonly Difference[] {
  if (typeof was === "string" && typeof is === "string") return changedSentences(field, was, is);
  const [before, after] = [entriesOf(was), entriesOf(is)];
  if (before === undefined || after === undefined || Array.isArray(was) !== Array.isArray(is)) {
    const [one, other] = [textOf(was), textOf(is)];
    return one === other ? [] : [{ field: field === "" ? "body" : field, was: one, is: other }];
  }
  const keys = new Set([...before.keys(), ...after.keys()]);
  const inside = (key: string) => (Array.isArray(was) ? `${field}[${key}]` : field === "" ? key : `${field}.${key}`);
  return [...keys].flatMap((key) => differencesAt(inside(key), before.get(key), after.get(key)));
}

/** undefined: it has no fields. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}

/** A JSON null and an absent field differ. */
function textOf(value: unknown): string | null {
  return value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);
}

const SENTENCE_END = /(?<=[.!?…]["»”’]?)\s+(?=[\p{Lu}\p{N}"«“¿¡])/u;

function changedSentences(field: string, was: string, is: string): readonly Difference[] {
  if (was === is) return [];
  const [before, after] = [was.split(SENTENCE_END), is.split(SENTENCE_END)];
  const found = unshared(before, after).flatMap(([gone, come]) =>
    Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => ({
      field,
      was: gone[index] ?? null,
      is: come[index] ?? null,
    })),
  );
  // The sentences are the same; only the text between them differs.
  return found.length > 0 ? found : [{ field, was, is }];
}

type Run = readonly [gone: string[], come: string[]];

/** Keeps the longest common sequence; the runs in between were removed or added. */
function unshared(before: readonly string[], after: readonly string[]): readonly Run[] {
  const lengths = sharedLengths(before, after);
  const at = (one: number, other: number): number => lengths[one]?.[other] ?? 0;
  const runs: Run[] = [];
  let run: Run = [[], []];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    const [gone, come] = [before[one], after[other]];
    if (gone !== undefined && gone === come) {
      runs.push(run);
      run = [[], []];
      one += 1;
      other += 1;
    } else if (come === undefined || (gone !== undefined && at(one + 1, other) >= at(one, other + 1))) {
      run[0].push(gone ?? "");
      one += 1;
    } else {
      run[1].push(come);
      other += 1;
    }
  }
  return [...runs, run];
}

/** Length of the longest common subsequence of the two tails, by where each tail begins. */
function sharedLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  for (let one = before.length - 1; one >= 0; one -= 1) {
    const [row = [], next = []] = [lengths[one], lengths[one + 1]];
    for (let other = after.length - 1; other >= 0; other -= 1) {
      const isShared = before[one] === after[other];
      row[other] = isShared ? (next[other + 1] ?? 0) + 1 : Math.max(next[other] ?? 0, row[other + 1] ?? 0);
    }
  }
  return lengths;
}
