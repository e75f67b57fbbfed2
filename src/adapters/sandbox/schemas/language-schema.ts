import * as z from "zod";
import type { JsonObject } from "../json.ts";
import { languages } from "../../../domain/flow/schema/model.ts";

const locale = z.string().refine((value) => languages.has(value), {
  error: (issue) =>
    `"${String(issue.input)}" is not a language Retell speaks; use a locale such as en-US, fr-FR or fr-CA`,
});

/** What the deprecated `multi` is stored and returned as: ten locales (retell-api.md 2.1); which ten is our reading. */
const multi = ["en-US", "es-ES", "fr-FR", "de-DE", "hi-IN", "ru-RU", "pt-BR", "ja-JP", "it-IT", "nl-NL"];

export const language = z
  .union([z.array(locale).min(1), z.literal("multi"), locale], {
    error: (issue) =>
      Array.isArray(issue.input) && issue.input.includes("multi")
        ? '"multi" is only allowed by itself, not inside a list of locales'
        : `${JSON.stringify(issue.input)} is not a language Retell speaks; use a locale such as en-US, fr-FR or fr-CA, or a list of them`,
  })
  .transform((value) => (value === "multi" ? multi : value));

const stored = z.union([z.array(z.string()), z.string()]).default("en-US");

/** The locales an agent speaks; `en-US` unless it says otherwise. */
export const languagesOf = (agent: JsonObject): readonly string[] => [stored.parse(agent["language"])].flat();
