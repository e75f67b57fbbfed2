import { jsonOf } from "../../json.ts";
import { z } from "zod";
import type { Context } from "../context.ts";

/** The answers of an interrupted interview, by the field names of clinic.json. */
export interface KeptAnswers {
  /** undefined: no answers are stored. */
  read(): Promise<{ readonly name: string; readonly fields: Readonly<Record<string, unknown>> } | undefined>;
  save(fields: Readonly<Record<string, unknown>>): Promise<void>;
  forget(): Promise<void>;
}

const keptFile = z.record(z.string(), z.unknown());

/** Stores the answers in a file next to the database that only its owner may read. Passwords are not among them. */
export function keptAnswers(context: Context): KeptAnswers {
  const path = `${context.config().stateFolder}/onboarding-answers.json`;
  return {
    read: async () => {
      const text = await context.readIfThere(path);
      const parsed = text === undefined ? undefined : keptFile.safeParse(jsonOf(text)).data;
      if (parsed === undefined || Object.keys(parsed).length === 0) return undefined;
      const { name } = parsed;
      return { name: typeof name === "string" ? name : "a clinic", fields: parsed };
    },
    save: (fields) => context.writePrivately(path, `${JSON.stringify(fields, null, 2)}\n`),
    forget: async () => {
      if (context.isThere(path)) await context.writePrivately(path, "{}\n");
    },
  };
}
