import * as z from "zod";

/** Dynamic variables are text only (retell-api.md 10). */
export const dynamicVariables = z.record(
  z.string(),
  z.string({ error: 'dynamic variables must be strings, so send 42 as "42"' }),
);

const maxMetadataBytes = 50_000;

/** Any object up to 50 kB (retell-api.md 9.1). */
export const metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= maxMetadataBytes, { error: "is larger than 50 kB" });
