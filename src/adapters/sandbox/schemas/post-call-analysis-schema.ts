import * as z from "zod";

const shared = {
  description: z.string(),
  conditional_prompt: z.string().optional(),
  required: z.boolean().optional(),
};
const named = { name: z.string().min(1), ...shared };

const preset = z.strictObject({
  type: z.literal("system-presets"),
  name: z.enum(["call_summary", "call_successful", "user_sentiment"]),
  ...shared,
  description: z.string().optional(),
});

/** What is read out of a finished call (retell-api.md 2.2). */
export const postCallAnalysis = z.array(
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("string"), examples: z.array(z.string()).optional(), ...named }),
    z.strictObject({ type: z.literal("enum"), choices: z.array(z.string()).min(1), ...named }),
    z.strictObject({ type: z.literal("boolean"), ...named }),
    z.strictObject({ type: z.literal("number"), ...named }),
    preset,
  ]),
);
