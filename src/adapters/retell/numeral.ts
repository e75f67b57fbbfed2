import * as z from "zod";

/** A number, also where Retell writes it as text. */
export const numeral = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,15}(?:\.\d+)?$/u)
    .transform(Number),
]);
