import * as z from "zod";

const errorSchema = z.object({ detail: z.array(z.object({ change: z.object({ id: z.string() }) })) });

/** @param error lists the changed wordings that nobody has accepted @returns the flags that accept them */
export function acceptingFlags(error: unknown): readonly string[] {
  const ids = errorSchema.parse(error).detail.map(({ change }) => change.id);
  return [...ids.flatMap((id) => ["--accept-change", id]), "--reason", "for this test"];
}
