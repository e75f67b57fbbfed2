import { type Arbitrary, array, constant, constantFrom, integer, nat, oneof, record } from "fast-check";

/** What the brain does in a turn; `pause` lets others continue, `hang` never continues by itself. */
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

const move: Arbitrary<ScriptedMove> = oneof(
  { weight: 10, arbitrary: constant({ kind: "say" } as const) },
  { weight: 4, arbitrary: constant({ kind: "tool" } as const) },
  { weight: 4, arbitrary: constant({ kind: "pause" } as const) },
  { weight: 2, arbitrary: record({ kind: constant("wait" as const), ms: integer({ min: 1, max: 5_000 }) }) },
  { weight: 3, arbitrary: constantFrom({ kind: "digits" } as const, { kind: "transfer" } as const) },
  { weight: 2, arbitrary: constant({ kind: "end" } as const) },
  { weight: 1, arbitrary: constantFrom({ kind: "fail" } as const, { kind: "hang" } as const) },
);

const moves = array(move, { maxLength: 6 });

const step: Arbitrary<Step> = oneof(
  { weight: 10, arbitrary: record({ kind: constantFrom("speak" as const, "extend" as const), moves }) },
  { weight: 3, arbitrary: record({ kind: constant("remind" as const), moves }) },
  { weight: 3, arbitrary: record({ kind: constant("stale" as const), back: nat({ max: 4 }) }) },
  {
    weight: 2,
    arbitrary: record({ kind: constant("updates" as const), count: integer({ min: 1, max: 60 }) }),
  },
  { weight: 4, arbitrary: record({ kind: constant("ping" as const), timestamp: nat() }) },
  { weight: 2, arbitrary: record({ kind: constant("time" as const), ms: integer({ min: 1, max: 4_000 }) }) },
  { weight: 6, arbitrary: constant({ kind: "finish" } as const) },
  { weight: 3, arbitrary: constantFrom({ kind: "unknown" } as const, { kind: "beat" } as const) },
  { weight: 3, arbitrary: constant({ kind: "details" } as const) },
  { weight: 2, arbitrary: constant({ kind: "reconnect" } as const) },
  {
    weight: 1,
    arbitrary: constantFrom(
      { kind: "wrongDetails" } as const,
      { kind: "malformed" } as const,
      { kind: "binary" } as const,
    ),
  },
);

export const programs: Arbitrary<readonly Step[]> = array(step, { minLength: 1, maxLength: 20 });
