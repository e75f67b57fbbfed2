import { commandSchemas } from "./command-schemas.ts";
import { openApiText } from "./openapi.ts";

/** Path → text of every document that `npm run generate` writes. */
export function documents(): ReadonlyMap<string, string> {
  return new Map([["docs/openapi.json", openApiText()], ...commandSchemas()]);
}
