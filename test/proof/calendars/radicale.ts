import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ICAL from "ical.js";
import type { Side, SideEvent } from "./side.ts";
import { eventLines, unknownZoneLines, utc, weeklyLines } from "./event-lines.ts";

const USER = "awa";
const PASSWORD = "only-for-this-proof";

/** A typical CalDAV server: Debian's Radicale, in a folder of its own. */
export async function radicale(): Promise<Side> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-radicale-"));
  const port = await freePort();
  const server = start(folder, port);
  const url = `http://127.0.0.1:${port}/${USER}/work/`;
  await made(url, server);
  const ask = asOwner(url);
  const put = (id: string, lines: readonly string[]) => ask("PUT", id, textOf(lines));
  const events = async (): Promise<readonly SideEvent[]> => eventsIn(await ask("GET", ""));
  return {
    name: "Radicale",
    url,
    connectWith: (address) => ({
      way: ["--caldav", address, "--user", USER, "--password-env", "CALENDAR_PASSWORD"],
      env: { CALENDAR_PASSWORD: PASSWORD },
    }),
    events,
    add: async ({ id, startsAt, endsAt }) => void (await put(id, eventLines(id, startsAt, endsAt))),
    addWeekly: async (event) => void (await put(event.id, weeklyLines(event))),
    addInUnknownZone: async (id, date, hours) => void (await put(id, unknownZoneLines(id, date, hours))),
    move: async (id, startsAt) => {
      const text = await ask("GET", id);
      const event = eventsIn(text).find((each) => each.uid === id);
      if (event === undefined) throw new Error(`no event ${id} to move`);
      const end = startsAt + event.endsAt - event.startsAt;
      const moved = text
        .replace(/DTSTART[^\r\n]*/u, `DTSTART:${utc(startsAt)}`)
        .replace(/DTEND[^\r\n]*/u, `DTEND:${utc(end)}`);
      await ask("PUT", id, moved);
    },
    remove: async (id) => void (await ask("DELETE", id)),
    forgetTokens: async () => {
      rmSync(join(folder, "store", "collection-root", USER, "work", ".Radicale.cache", "sync-token"), {
        recursive: true,
        force: true,
      });
    },
    close: async () => {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function start(folder: string, port: number): ChildProcess {
  writeFileSync(join(folder, "users"), `${USER}:${PASSWORD}\n`);
  const settings = [
    ["server", `hosts = 127.0.0.1:${port}`],
    ["auth", `type = htpasswd\nhtpasswd_filename = ${join(folder, "users")}\nhtpasswd_encryption = plain`],
    ["storage", `filesystem_folder = ${join(folder, "store")}`],
    ["logging", "level = error"],
  ];
  writeFileSync(join(folder, "config"), settings.map(([name, lines]) => `[${name}]\n${lines}\n`).join("\n"));
  const program = process.env["RADICALE"] ?? "radicale";
  return spawn(program, ["--config", join(folder, "config")], { stdio: ["ignore", "ignore", "inherit"] });
}

const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;

async function made(url: string, server: ChildProcess): Promise<void> {
  let failed: unknown;
  server.once("error", (error) => (failed = error));
  for (let tries = 0; tries < 200; tries += 1) {
    if (failed !== undefined)
      throw new Error("Radicale is needed (Debian: radicale); RADICALE names it", { cause: failed });
    try {
      const { status } = await fetch(url, { method: "MKCALENDAR", headers: { authorization } });
      if (status === 201) return;
    } catch {
      // It is not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Radicale did not start");
}

function asOwner(url: string) {
  return async (method: string, id: string, body?: string): Promise<string> => {
    const address = id === "" ? url : `${url}${encodeURIComponent(id)}.ics`;
    const response = await fetch(address, { method, headers: { authorization }, ...(body !== undefined && { body }) });
    if (!response.ok) throw new Error(`${method} of the owner's event ${id}: HTTP ${response.status}`);
    return response.text();
  };
}

function textOf(lines: readonly string[]): string {
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//owner//EN", ...lines, "END:VCALENDAR", ""].join("\r\n");
}

function eventsIn(text: string): readonly SideEvent[] {
  const jCal: unknown = ICAL.parse(text);
  if (!Array.isArray(jCal)) throw new Error("not a calendar");
  return new ICAL.Component(jCal)
    .getAllSubcomponents("vevent")
    .filter((event) => !event.hasProperty("recurrence-id"))
    .map((component) => {
      const event = new ICAL.Event(component);
      return {
        id: event.uid,
        uid: event.uid,
        startsAt: event.startDate.toJSDate().getTime(),
        endsAt: event.endDate.toJSDate().getTime(),
        mark: createHash("sha256").update(component.toString()).digest("hex"),
      };
    });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
