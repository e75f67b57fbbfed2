import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";
import { featuresOf } from "../../src/domain/brain/danger-weights.ts";
import { wordsOf } from "../../src/domain/brain/signs.ts";
import { type Language, perLanguage } from "../../src/domain/language/language.ts";
import { learntDangers, learntNone } from "../../test/proof/emergencies/learnt.ts";

const ROUNDS = 60;
/** A missed danger is worse than an unnecessary warning. */
const DANGERS_COUNT = 1.5;
/** Weights below this change no decision and would double the file's size. */
const LEAST = 0.25;

/**
 * `templates/understanding/dangers.json`: logistic regression over the sentences of the proof and of everyday calls.
 */
export function dangerWeightsText(): string {
  return `${JSON.stringify(perLanguage(learn), null, 0)}\n`;
}

interface Sample {
  readonly features: readonly number[];
  readonly danger: 0 | 1;
}

function learn(language: Language) {
  const ids = new Map<string, number>();
  const sampleOf = (danger: 0 | 1) => (text: string) => ({ features: idsOf(text, ids), danger });
  const samples: readonly Sample[] = [
    ...learntDangers(language).map(sampleOf(1)),
    ...[...learntNone(language), ...everydaySayings(language)].map(sampleOf(0)),
  ];
  const weights = new Float64Array(ids.size);
  let bias = 0;
  const order = samples.map((_, index) => index);
  const random = sameEveryTime();
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, random);
    const rate = 0.3 / (1 + round * 0.2);
    for (const index of order) {
      const { features, danger } = samples[index] ?? { features: [], danger: 0 };
      const scale = 1 / Math.sqrt(Math.max(1, features.length));
      const sum = features.reduce((total, id) => total + (weights[id] ?? 0), 0);
      const step = rate * (danger === 1 ? DANGERS_COUNT : 1) * (danger - 1 / (1 + Math.exp(-(bias + sum * scale))));
      bias += step * 0.1;
      for (const id of features) weights[id] = (weights[id] ?? 0) * (1 - 1e-4) + step * scale;
    }
  }
  const kept = [...ids].flatMap(([feature, id]): [string, number][] => {
    const weight = Math.round((weights[id] ?? 0) * 100) / 100;
    return Math.abs(weight) < LEAST && !feature.endsWith("*") ? [] : [[feature, weight]];
  });
  return {
    bias: Math.round(bias * 100) / 100,
    weights: Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function idsOf(text: string, ids: Map<string, number>): readonly number[] {
  return featuresOf(wordsOf(text)).map((feature) => {
    const id = ids.get(feature) ?? ids.size;
    ids.set(feature, id);
    return id;
  });
}

const examples = z.object({
  edges: z.array(z.object({ to: z.string(), said: z.array(z.string()) })),
  globals: z.array(z.object({ global: z.string(), said: z.array(z.string()) })),
});

/** What callers who are in no danger say, from the simulator's examples. */
function everydaySayings(language: Language): readonly string[] {
  const { edges, globals } = examples.parse(parse(readFileSync(`templates/understanding/${language}.yaml`, "utf8")));
  const calm = [
    ...edges.filter(({ to }) => to !== "emergency"),
    ...globals.filter(({ global }) => global !== "emergency"),
  ];
  return calm.flatMap(({ said }) => said);
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}

function sameEveryTime(): () => number {
  let state = 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
