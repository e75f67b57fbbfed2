import fc from "fast-check";

/** What the one who thinks does in a turn; `pause` lets others go on, `hang` never goes on by itself. */
export type ScriptedMove =
  | { readonly kind: "say" | "digits" | "transfer" | "end" | "tool" | "pause" | "fail" | "hang" }
  | { readonly kind: "wait"; readonly ms: number };

/** What Retell and the network do. */
export type Step =
  | { readonly kind: "speak" | "extend" | "remind"; readonly moves: readonly ScriptedMove[] }
  | { readonly kind: "stale"; readonly back: number }
  | { readonly kind: "updates"; readonly count: number }
  | { readonly kind: "ping"; readonly timestamp: number }
  | { readonly kind: "time"; readonly ms: number }
  | {
      readonly kind: "finish" | "unknown" | "beat" | "reconnect" | "details" | "wrongDetails" | "malformed" | "binary";
    };

const move: fc.Arbitrary<ScriptedMove> = fc.oneof(
  { weight: 10, arbitrary: fc.constant({ kind: "say" } as const) },
  { weight: 4, arbitrary: fc.constant({ kind: "tool" } as const) },
  { weight: 4, arbitrary: fc.constant({ kind: "pause" } as const) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 5_000 }) }) },
  { weight: 3, arbitrary: fc.constantFrom({ kind: "digits" } as const, { kind: "transfer" } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: "end" } as const) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: "fail" } as const, { kind: "hang" } as const) },
);

const moves = fc.array(move, { maxLength: 6 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constantFrom("speak" as const, "extend" as const), moves }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("remind" as const), moves }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("stale" as const), back: fc.nat({ max: 4 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("updates" as const), count: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("ping" as const), timestamp: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("time" as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 6, arbitrary: fc.constant({ kind: "finish" } as const) },
  { weight: 3, arbitrary: fc.constantFrom({ kind: "unknown" } as const, { kind: "beat" } as const) },
  { weight: 3, arbitrary: fc.constant({ kind: "details" } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: "reconnect" } as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { kind: "wrongDetails" } as const,
      { kind: "malformed" } as const,
      { kind: "binary" } as const,
    ),
  },
);

export const programs: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 20 });
