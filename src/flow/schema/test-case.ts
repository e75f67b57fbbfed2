import * as z from "zod";
import { limitedText } from "./limits.ts";

/** What a tool answers in a test case, and to which calls (docs/retell.md 11). */
export const testToolMock = z.strictObject({
  tool_name: z.string(),
  input_match_rule: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("any") }),
    z.strictObject({ type: z.literal("partial_match"), args: z.record(z.string(), z.unknown()) }),
  ]),
  output: limitedText("tool_output"),
  result: z.exactOptional(z.boolean().nullable()),
});
