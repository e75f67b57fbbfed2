import { clinicFileJsonSchema } from "../../src/domain/clinic/requests/clinic-request.ts";
import { scenarioJsonSchema } from "../../src/simulator/scenario/schema.ts";
import { commandSchemas } from "./command-schemas.ts";
import { dangerWeightsText } from "./danger-weights.ts";
import { goldenText } from "./golden.ts";
import { openApiText } from "./openapi.ts";

/** Path → text of every document that `npm run generate` writes. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ["docs/openapi.json", openApiText()],
    ["templates/golden.json", await goldenText()],
    ["templates/understanding/dangers.json", dangerWeightsText()],
    ["templates/clinic.schema.json", `${JSON.stringify(clinicFileJsonSchema(), null, 2)}\n`],
    ["templates/scenario.schema.json", `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`],
    ...commandSchemas(),
  ]);
}
