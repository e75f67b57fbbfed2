import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { CalendarAccess, CalendarSecrets } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { writePrivateFile } from "../system/files.ts";

const access = z.object({
  url: z.string(),
  user: z.string().optional(),
  password: z.string().optional(),
});

/** Earlier versions kept addresses of feeds alone. */
const shape = z.record(z.string(), z.union([access, z.string().transform((url): CalendarAccess => ({ url }))]));

/** Ways into calendars, in a file for its owner only. */
export function calendarSecrets(path: string): CalendarSecrets {
  const all = () => readSecrets(path);
  const write = (secrets: Readonly<Record<string, CalendarAccess>>) =>
    writePrivateFile(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return {
    find: async (calendarId) => (await all())[calendarId],
    set: async (calendarId, given) => write({ ...(await all()), [calendarId]: given }),
    remove: async (calendarId) => {
      const { [calendarId]: removed, ...others } = await all();
      if (removed !== undefined) await write(others);
    },
  };
}

async function readSecrets(path: string): Promise<Readonly<Record<string, CalendarAccess>>> {
  try {
    return shape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new AscendiaError("not_configured", `${path} cannot be read as ways into calendars.`, {
      hint: "Restore the file, or remove it and connect the calendars again.",
      cause: error,
    });
  }
}
