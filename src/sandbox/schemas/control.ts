import * as z from "zod";
import { e164 } from "./phone-number-schema.ts";

const matching = {
  /** HTTP method, or `*` for any. */
  method: z
    .string()
    .default("*")
    .transform((method) => method.toUpperCase()),
  /** In a path, `*` matches anything but a slash, and `**` matches anything. */
  path: z.string().startsWith("/"),
  /** The fault applies from the nth matching request on. */
  nth: z.int().min(1).default(1),
  /** How many requests the fault applies to. */
  times: z.union([z.int().min(1), z.literal("always")]).default(1),
};

/** `should_retry` becomes the header x-should-retry, which the SDK obeys (docs/retell.md 12.4). */
const answer = { message: z.string().optional(), should_retry: z.boolean().optional() };

/** A fault to inject into requests: what it matches and what it does. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** Answers with `status` without applying the request. */
  z.strictObject({
    kind: z.literal("fail_before"),
    status: z.int().min(400).max(599).default(503),
    ...answer,
    ...matching,
  }),
  /** Applies the request, then cuts the connection instead of answering. */
  z.strictObject({ kind: z.literal("answer_lost"), ...matching }),
  z.strictObject({
    kind: z.literal("rate_limited"),
    retry_after_seconds: z.number().min(0).default(1),
    ...answer,
    ...matching,
  }),
  z.strictObject({ kind: z.literal("server_error"), ...answer, ...matching }),
  /** Sends nothing until the client gives up or `after_ms` have passed. With `applied`, the request takes effect. */
  z.strictObject({
    kind: z.literal("timeout"),
    after_ms: z.int().min(1).optional(),
    applied: z.boolean().default(false),
    ...matching,
  }),
  /** Cuts the connection without applying the request. */
  z.strictObject({ kind: z.literal("reset"), ...matching }),
]);

export type Fault = z.infer<typeof faultSchema>;

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
  /** `analysis_only`: no function is called; only the analysis shows what the person wanted. */
  mode: z.enum(["tools", "analysis_only"]).default("tools"),
  /** Arguments that override the flow's in the outcome's function, such as `{date, time}` of a move or callback. */
  args: z.record(z.string(), z.string()).default({}),
  ring_ms: milliseconds.default(500),
  talk_ms: milliseconds.default(1000),
  analysis_ms: milliseconds.default(500),
  /** Events that are never sent, as if every delivery had failed. */
  withheld: z.array(z.string()).default([]),
});

export type PlayedAttempt = z.infer<typeof attemptSchema>;

/** A bare outcome uses the defaults for everything else. */
const attempt = z.union([
  z.enum(playedOutcomes).transform((outcome) => attemptSchema.parse({ outcome })),
  attemptSchema,
]);

/** The nth call to a number plays its nth outcome; later calls play the last one. */
export const playerSchema = z.strictObject({
  /** null: every number without a script of its own. */
  to_number: e164.nullable().default(null),
  outcomes: z.array(attempt).min(1),
});

export type PlayerScript = z.infer<typeof playerSchema>;

export const playerFile = z.strictObject({ players: z.array(playerSchema) });

export function usualAttempt(outcome: PlayedOutcome): PlayedAttempt {
  return attemptSchema.parse({ outcome });
}
