import * as z from "zod";
import { AscendiaError } from "../../domain/errors.ts";

const variables = z.record(z.string(), z.string());

/** Sample values by name. @throws invalid with the names whose value is no text */
export function readVariables(json: unknown, file: string): Readonly<Record<string, string>> {
  const result = variables.safeParse(json);
  if (result.success) return result.data;
  const names = result.error.issues.map((issue) => issue.path.join(".")).filter((name) => name !== "");
  const what = names.length === 0 ? "is no JSON object" : `gives no text for ${names.join(", ")}`;
  throw new AscendiaError("invalid", `${file} ${what}.`, {
    hint: 'Write names and sample values, such as {"customer_name": "Awa Test"}. Retell takes texts only.',
  });
}
