import * as z from "zod";
import { e164 } from "./phone-number-schema.ts";

export const playedOutcomes = [
  "confirm",
  "move",
  "cancel",
  "opt_out",
  "wrong_person",
  "callback",
  "hang_up",
  "silence",
  "voicemail",
  "busy",
  "no_answer",
  "declined",
  "dial_failed",
] as const;

export type PlayedOutcome = (typeof playedOutcomes)[number];

const milliseconds = z.int().min(0).max(7_200_000);

const attemptSchema = z.strictObject({
  outcome: z.enum(playedOutcomes),
  /** `analysis_only`: no function is called; what the person wanted stands in the analysis alone. */
  mode: z.enum(["tools", "analysis_only"]).default("tools"),
  /** Arguments of the outcome's function, over what the flow fills in: `{date, time}` of a move or callback. */
  args: z.record(z.string(), z.string()).default({}),
  ring_ms: milliseconds.default(500),
  talk_ms: milliseconds.default(1000),
  analysis_ms: milliseconds.default(500),
  /** Events that are never sent, as if all their deliveries had failed. */
  withheld: z.array(z.string()).default([]),
});

export type PlayedAttempt = z.infer<typeof attemptSchema>;

/** A bare outcome stands for one with everything else as usual. */
const attempt = z.union([
  z.enum(playedOutcomes).transform((outcome) => attemptSchema.parse({ outcome })),
  attemptSchema,
]);

/** What happens when a number is called: the nth call to it plays the nth outcome, and the last one from then on. */
export const playerSchema = z.strictObject({
  /** Null: every number that has no script of its own. */
  to_number: e164.nullable().default(null),
  outcomes: z.array(attempt).min(1),
});

export type PlayerScript = z.infer<typeof playerSchema>;

export const playerFile = z.strictObject({ players: z.array(playerSchema) });

export const usualAttempt = (outcome: PlayedOutcome): PlayedAttempt => attemptSchema.parse({ outcome });
