import * as z from "zod";

const shared = {
  name: z.string(),
  description: z.string(),
  required: z.exactOptional(z.boolean()),
  conditional_prompt: z.exactOptional(z.string()),
};

/** What an extract node, an extract tool or the analysis after a call asks for (retell-api.md 1.7.4). */
export const extractedVariable = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("string"), ...shared, examples: z.exactOptional(z.array(z.string())) }),
  z.strictObject({ type: z.literal("enum"), ...shared, choices: z.array(z.string()) }),
  z.strictObject({ type: z.literal("boolean"), ...shared }),
  z.strictObject({ type: z.literal("number"), ...shared }),
]);
