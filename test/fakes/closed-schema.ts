import { z } from "zod";

const schemaObject = z.record(z.string(), z.unknown());

/** The same JSON Schema, in which every object that lists its properties allows no others. */
export function closedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((each) => closedSchema(each));
  const read = schemaObject.safeParse(schema);
  if (!read.success) return schema;
  const inner = Object.fromEntries(Object.entries(read.data).map(([key, value]) => [key, closedSchema(value)]));
  const isDescribed = inner["type"] === "object" && "properties" in inner && !("additionalProperties" in inner);
  return isDescribed ? { ...inner, additionalProperties: false } : inner;
}
