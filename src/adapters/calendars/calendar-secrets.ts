import { open, readFile, rm, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { CalendarAccess, CalendarSecrets } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { writePrivateFile } from "../files/files.ts";

const grant = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("service_account"),
    tokenUrl: z.string(),
    scope: z.string(),
    email: z.string(),
    key: z.string(),
    keyId: z.string().optional(),
    actsFor: z.string().optional(),
  }),
  z.object({
    kind: z.literal("sign_in"),
    tokenUrl: z.string(),
    scope: z.string(),
    clientId: z.string(),
    clientSecret: z.string().optional(),
    refreshToken: z.string(),
    keptAt: z.number(),
  }),
]);
const access = z.object({
  url: z.string(),
  user: z.string().optional(),
  password: z.string().optional(),
  grant: grant.optional(),
});

/** Earlier versions stored only the feeds' addresses. */
const shape = z.record(z.string(), z.union([access, z.string().transform((url): CalendarAccess => ({ url }))]));
type Secrets = Readonly<Record<string, CalendarAccess>>;

/** Calendars' credentials, in a file that only its owner can read. */
export function calendarSecrets(path: string): CalendarSecrets {
  const change = (changed: (before: Secrets) => Secrets) =>
    alone(path, async () => {
      const before = await readSecrets(path);
      const after = changed(before);
      if (after !== before) await writePrivateFile(path, `${JSON.stringify(after, null, 2)}\n`);
    });
  return {
    find: async (calendarId) => (await readSecrets(path))[calendarId],
    set: (calendarId, credentials) => change((before) => ({ ...before, [calendarId]: credentials })),
    renew: (calendarId, credentials) =>
      change((before) => (before[calendarId] === undefined ? before : { ...before, [calendarId]: credentials })),
    remove: (calendarId) =>
      change((before) => {
        const { [calendarId]: removed, ...others } = before;
        return removed === undefined ? before : others;
      }),
  };
}

async function readSecrets(path: string): Promise<Secrets> {
  try {
    return shape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return {};
    throw new AscendiaError("not_configured", `${path} does not contain calendar credentials that can be read.`, {
      hint: "Restore the file, or remove it and connect the calendars again.",
      cause: error,
    });
  }
}

/** No change takes this long: the process that left an older lock file has died. */
const ABANDONED_MS = 10_000;
const PAUSE_MS = 20;

/** Locks the file: `serve` may renew credentials while `calendar:connect` adds others. */
async function alone(path: string, work: () => Promise<void>): Promise<void> {
  const mark = `${path}.lock`;
  while (!(await made(mark))) {
    const since = await stat(mark).catch(() => undefined);
    if (since !== undefined && Date.now() - since.mtimeMs > ABANDONED_MS) await rm(mark, { force: true });
    await wait(PAUSE_MS);
  }
  try {
    await work();
  } finally {
    await rm(mark, { force: true });
  }
}

async function made(mark: string): Promise<boolean> {
  try {
    await (await open(mark, "wx", 0o600)).close();
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw new AscendiaError("failed", `Cannot write ${mark}.`, {
      hint: "Check the folder and its permissions.",
      cause: error,
    });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
