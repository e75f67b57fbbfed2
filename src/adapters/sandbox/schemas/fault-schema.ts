import * as z from "zod";

const matching = {
  /** HTTP method, or `*` for any. */
  method: z
    .string()
    .default("*")
    .transform((method) => method.toUpperCase()),
  /** Path, in which `*` stands for anything but a slash and `**` for anything. */
  path: z.string().startsWith("/"),
  /** Strikes from the nth matching request on. */
  nth: z.int().min(1).default(1),
  /** How many requests it strikes before it is spent. */
  times: z.union([z.int().min(1), z.literal("always")]).default(1),
};

/** `should_retry` becomes the header x-should-retry, which the SDK obeys (retell-api.md 12.4). */
const answer = { message: z.string().optional(), should_retry: z.boolean().optional() };

/** A fault to inject into requests: what it matches and what it does. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** Answers `status` without applying anything. */
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
  /** Says nothing until the client gives up or `after_ms` have passed, then cuts the connection; `applied` says whether it applied. */
  z.strictObject({
    kind: z.literal("timeout"),
    after_ms: z.int().min(1).optional(),
    applied: z.boolean().default(false),
    ...matching,
  }),
  /** Cuts the connection without applying anything. */
  z.strictObject({ kind: z.literal("reset"), ...matching }),
]);

export type Fault = z.infer<typeof faultSchema>;
