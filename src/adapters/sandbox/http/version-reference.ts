import type { Context } from "hono";
import * as z from "zod";
import { badRequest } from "./api-error.ts";

const tagPattern = /^(latest|latest_published|(?!(?:latest|latest_published|v\d+)$)[a-z][a-z0-9_-]{0,19})$/u;

const rule =
  'must be a version number from 0 up, "latest", "latest_published", or a tag (a-z first, then a-z 0-9 _ -, at most 20 characters, not v<digits>)';

/** An agent version as a request names it (retell-api.md 2.3). */
export const versionReference = z.union([z.int().min(0), z.string().regex(tagPattern, { error: rule })], {
  error: rule,
});

export type VersionReference = z.infer<typeof versionReference>;

export const tagName = z
  .string()
  .regex(tagPattern, { error: rule })
  .refine((tag) => tag !== "latest" && tag !== "latest_published", { error: "is not a tag but a reserved word" });

const fromQuery = (text: string): unknown => (/^\d+$/u.test(text) ? Number(text) : text);

/** The `version` of the query string; undefined when there is none. */
export const readVersionQuery = (context: Context): VersionReference | undefined => {
  const text = context.req.query("version");
  if (text === undefined) return undefined;
  const parsed = versionReference.safeParse(fromQuery(text));
  if (!parsed.success) throw badRequest(`Invalid request format: version ${rule}.`);
  return parsed.data;
};

/** Flow and LLM versions are plain numbers (retell-api.md 2.3). */
export const readVersionNumberQuery = (context: Context): number | undefined => {
  const reference = readVersionQuery(context);
  if (typeof reference === "string") throw badRequest("Invalid request format: version must be a number from 0 up.");
  return reference;
};
