import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { fakeCaldav } from "../fakes/caldav-server.ts";
import { wallTimeAt } from "../../src/domain/time/zoned-time.ts";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const tuesday = coming.tuesday.replaceAll("-", "");
const slots = z.looseObject({ slots: z.array(z.looseObject({ starts_at: z.string() })) });
const statusShape = z.looseObject({
  calendars: z.array(
    z.looseObject({
      id: z.string(),
      problem: z.string().nullable(),
      unwritten: z.array(z.looseObject({ uid: z.string() })),
    }),
  ),
});
const appointments = z.looseObject({
  appointments: z.array(z.looseObject({ id: z.string(), status: z.string(), starts_at: z.string() })),
});
const messages = z.looseObject({ messages: z.array(z.looseObject({ text: z.string() })) });

function eventText(from: string, to: string, uid = "theirs"): string {
  const times = [
    `DTSTART;TZID=Africa/Porto-Novo:${tuesday}T${from}00`,
    `DTEND;TZID=Africa/Porto-Novo:${tuesday}T${to}00`,
  ];
  const event = ["BEGIN:VEVENT", `UID:${uid}`, "DTSTAMP:20260101T000000Z", ...times, "SUMMARY:privé", "END:VEVENT"];
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//t//EN", ...event, "END:VCALENDAR", ""].join("\r\n");
}

function wallTime({ starts_at: at }: { readonly starts_at: string }): string {
  return wallTimeAt(Date.parse(at), "Africa/Porto-Novo");
}

/** A clinic whose doctor Awa keeps a calendar on a CalDAV server, both ways. */
async function connectedClinic(...more: readonly string[]) {
  const [clinic, calendar] = await Promise.all([storedClinic(), fakeCaldav()]);
  onTestFinished(() => calendar.close());
  const { cwd } = clinic;
  const connect = (...argv: readonly string[]) => {
    const way = ["--caldav", calendar.url, "--user", "awa", "--password-env", "AWA_CALENDAR"];
    const command = ["calendar:connect", "--clinic", "clinique-test", ...way, ...argv];
    return run(command, { cwd, env: { AWA_CALENDAR: "geheim" } });
  };
  const first = await connect("--doctor", "Awa Test", "--write", ...more);
  expect(first.stderr + first.stdout).toContain("Bookings are written there too.");
  return {
    ...clinic,
    calendar,
    connect,
    free: async (doctor = "Awa Test") => {
      const { slots: found } = await clinic.data(slots, "slot:list", "--doctor", doctor, "--date", coming.tuesday);
      return found.map((slot) => wallTime(slot));
    },
    visits: async () => {
      const { appointments: found } = await clinic.data(appointments, "appointment:list", "--all");
      return found;
    },
    status: async () => (await clinic.data(statusShape, "calendar:status")).calendars,
  };
}

it.each([
  ["full", "SUMMARY:Koffi Test"],
  ["initials", "SUMMARY:K. T."],
  ["booked", "SUMMARY:Réservé"],
])("writes a booking as one event that names the patient by the rule %s", async (names, title) => {
  const { command, calendar, visits } = await connectedClinic("--names", names);
  expect((await command(...booking("Awa Test", "09:30"), "--yes")).code).toBe(0);
  const [visit] = await visits();
  expect([...calendar.events.keys()]).toEqual([`/awa/work/${visit?.id ?? ""}.ics`]);
  const [text = ""] = calendar.events.values();
  expect(text).toContain(title);
  expect(text).toContain(`DTSTART:${tuesday}T083000Z`);
  expect(text).toMatch(/SEQUENCE:0/u);
});

it("moves and removes the event with its visit, and keeps what others wrote into it", async () => {
  const { command, calendar, visits } = await connectedClinic();
  await command(...booking("Awa Test", "09:30"), "--yes");
  const [[path = "", text = ""] = []] = calendar.events;
  calendar.put(path.slice(10, -4), text.replace("END:VEVENT", "DESCRIPTION:Radio à prévoir\r\nEND:VEVENT"));
  expect((await command("calendar:sync")).code).toBe(0);
  const [visit] = await visits();
  const move = ["appointment:reschedule", visit?.id ?? "", "--date", coming.tuesday, "--time", "11:00", "--yes"];
  expect((await command(...move)).code).toBe(0);
  const moved = calendar.events.get(path) ?? "";
  expect(moved).toContain(`DTSTART:${tuesday}T100000Z`);
  expect(moved).toContain("DESCRIPTION:Radio à prévoir");
  expect(moved).toMatch(/SEQUENCE:1/u);
  const active = (await visits()).find(({ status }) => status === "scheduled");
  expect((await command("appointment:cancel", active?.id ?? "", "--yes")).code).toBe(0);
  expect((await command("calendar:sync")).code).toBe(0);
  expect(calendar.events.size).toBe(0);
});

it("books no time that is taken there before or while the event is written", async () => {
  const { command, calendar, free } = await connectedClinic();
  calendar.put("first", eventText("0900", "1000", "first"));
  const before = await command(...booking("Awa Test", "09:30"), "--yes");
  expect(before.stderr).toContain("that time is taken");
  calendar.after = (method) => {
    if (method !== "PUT") return;
    calendar.after = () => undefined;
    calendar.put("second", eventText("1000", "1100", "second"));
  };
  const during = await command(...booking("Awa Test", "10:30"), "--yes");
  expect(during.stderr).toContain("that time is taken");
  await command("calendar:sync");
  expect([...calendar.events.keys()]).toEqual(["/awa/work/first.ics", "/awa/work/second.ics"]);
  expect(await free()).not.toContain("10:00");
});

it("keeps a booking that cannot be written, and writes it once the calendar answers again", async () => {
  const { command, calendar, status } = await connectedClinic();
  calendar.refuse = () => 503;
  calendar.asked.length = 0;
  expect((await command(...booking("Awa Test", "09:30"), "--yes")).code).toBe(0);
  // The caller who waits for the booking does not wait for a second write.
  expect(calendar.asked).toEqual(["REPORT"]);
  expect(await status()).toMatchObject([{ unwritten: [{}] }]);
  expect((await status())[0]?.problem).toContain("its server has a problem (HTTP 503)");
  calendar.refuse = () => undefined;
  expect((await command("calendar:sync")).code).toBe(0);
  expect(calendar.events.size).toBe(1);
  expect(await status()).toMatchObject([{ problem: null, unwritten: [] }]);
});

it("applies a move or deletion made there, and writes nothing back", async () => {
  const { command, calendar, visits, free } = await connectedClinic("--changes", "apply");
  await command(...booking("Awa Test", "09:30"), "--yes");
  const [[path = "", text = ""] = []] = calendar.events;
  const id = path.slice(10, -4);
  const moved = text
    .replace(/DTSTART:.*/u, `DTSTART:${tuesday}T100000Z`)
    .replace(/DTEND:.*/u, `DTEND:${tuesday}T103000Z`);
  calendar.put(id, moved);
  await command("calendar:sync");
  await command("calendar:sync");
  const active = (await visits()).filter(({ status }) => status === "scheduled");
  expect(active.map((visit) => wallTime(visit))).toEqual(["11:00"]);
  expect(calendar.events.get(path)).toBe(moved);
  expect(await free()).toContain("09:30");
  calendar.remove(id);
  await command("calendar:sync");
  expect((await visits()).filter(({ status }) => status === "scheduled")).toEqual([]);
  expect(await free()).toContain("11:00");
});

it("notifies the team of a change there that the visit cannot follow, and blocks the new time", async () => {
  const { command, calendar, visits, data, free } = await connectedClinic("--changes", "apply");
  await command(...booking("Awa Test", "09:30"), "--yes");
  const [[path = "", text = ""] = []] = calendar.events;
  const at = (from: string, to: string): string =>
    text.replace(/DTSTART:.*/u, `DTSTART:${tuesday}T${from}Z`).replace(/DTEND:.*/u, `DTEND:${tuesday}T${to}Z`);
  calendar.put(path.slice(10, -4), at("101000", "104000"));
  await command("calendar:sync");
  await command("calendar:sync");
  const active = (await visits()).filter(({ status }) => status === "scheduled");
  expect(active.map((visit) => wallTime(visit))).toEqual(["09:30"]);
  const told = await data(messages, "message:list");
  expect(told.messages.map((message) => message.text)).toHaveLength(1);
  expect(told.messages[0]?.text).toContain("n'a pas pu suivre");
  expect((await free()).filter((time) => ["09:30", "11:00", "11:30"].includes(time))).toEqual([]);
});

it("keeps the time free to which an event of ours was moved there, when the calendar is read whole again", async () => {
  const { command, calendar, free } = await connectedClinic("--changes", "message");
  await command(...booking("Awa Test", "09:30"), "--yes");
  const [[path = "", text = ""] = []] = calendar.events;
  const moved = text
    .replace(/DTSTART:.*/u, `DTSTART:${tuesday}T100000Z`)
    .replace(/DTEND:.*/u, `DTEND:${tuesday}T110000Z`);
  calendar.put(path.slice(10, -4), moved);
  await command("calendar:sync");
  const before = await free();
  expect(before.filter((time) => ["09:30", "11:00", "11:30"].includes(time))).toEqual([]);
  calendar.forget();
  await command("calendar:sync");
  expect(await free()).toEqual(before);
  calendar.remove(path.slice(10, -4));
  calendar.forget();
  await command("calendar:sync");
  expect(await free()).toContain("11:00");
});

it("writes earlier bookings once, even when it is connected again", async () => {
  const { command, calendar, connect, status, visits, free } = await connectedClinic();
  await command(...booking("Awa Test", "09:30"), "--yes");
  const before = [...calendar.events];
  const [first] = await status();
  expect((await command("calendar:disconnect", first?.id ?? "", "--yes")).code).toBe(0);
  await command(...booking("Awa Test", "10:30", "Ben Exemple"), "--yes");
  await command(...booking("Luc Essai", "10:30", "Cleo Exemple"), "--yes");
  expect([...calendar.events]).toEqual(before);
  const again = await connect("--doctor", "Awa Test", "--write");
  expect(again.stdout).toContain("2 bookings made before will follow.");
  expect((await command("calendar:sync")).code).toBe(0);
  expect((await command("calendar:sync")).code).toBe(0);
  const [one, other] = await visits();
  expect([...calendar.events.keys()].toSorted()).toEqual(
    [one, other].map((visit) => `/awa/work/${visit?.id ?? ""}.ics`).toSorted(),
  );
  expect(await status()).toMatchObject([{ unwritten: [], busy_times: 0 }]);
  expect(await free()).not.toContain("09:30");
});

it("says that the calendar is gone when nothing can be written there any more", async () => {
  const { command, calendar, status } = await connectedClinic();
  await command(...booking("Awa Test", "09:30"), "--yes");
  calendar.refuse = (method) => (method === "PUT" ? 404 : undefined);
  const tried = await command("calendar:test", (await status())[0]?.id ?? "");
  expect([tried.code, tried.stderr]).toEqual([expect.any(Number), expect.stringContaining("no longer a calendar")]);
});

it("cancels no visit whose event moved to another of the clinic's calendars, and notifies the team", async () => {
  const { command, calendar, cwd, visits, data } = await connectedClinic("--changes", "apply");
  const other = await fakeCaldav();
  onTestFinished(() => other.close());
  const way = ["--caldav", other.url, "--user", "awa", "--password-env", "AWA_CALENDAR"];
  const connect = ["calendar:connect", "--clinic", "clinique-test", "--doctor", "Luc Essai", ...way];
  expect((await run(connect, { cwd, env: { AWA_CALENDAR: "geheim" } })).code).toBe(0);
  await command(...booking("Awa Test", "09:30"), "--yes");
  const [[path = "", text = ""] = []] = calendar.events;
  calendar.remove(path.slice(10, -4));
  other.put(path.slice(10, -4), text);
  expect((await command("calendar:sync")).code).toBe(0);
  expect((await command("calendar:sync")).code).toBe(0);
  expect((await visits()).map(({ status }) => status)).toEqual(["scheduled"]);
  const told = await data(messages, "message:list");
  expect(told.messages.map((message) => message.text)).toEqual([expect.stringContaining("dans un autre agenda")]);
});

it("cancels no visit when the calendar was emptied or replaced, and notifies the team", async () => {
  const { command, calendar, visits, data } = await connectedClinic("--changes", "apply");
  for (const [time, name] of [
    ["09:30", "Koffi Test"],
    ["10:30", "Ben Exemple"],
    ["11:00", "Cleo Exemple"],
  ] as const) {
    await command(...booking("Awa Test", time, name), "--yes");
  }
  expect(calendar.events.size).toBe(3);
  for (const path of calendar.events.keys()) calendar.remove(path.slice(10, -4));
  calendar.forget();
  expect((await command("calendar:sync")).code).toBe(0);
  expect((await visits()).map(({ status }) => status)).toEqual(["scheduled", "scheduled", "scheduled"]);
  expect((await data(messages, "message:list")).messages).toHaveLength(3);
});

it("keeps secrets out of the database, and other events' titles out of everything", async () => {
  const { cwd, calendar, command } = await connectedClinic();
  calendar.put("theirs", eventText("0900", "1000"));
  await command("calendar:sync");
  const folder = join(cwd, ".ascendia");
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name), "latin1");
    expect(bytes.includes("geheim")).toBe(name.endsWith(".calendars.json"));
    expect(bytes.includes("priv\u00c3")).toBe(false);
  }
});

it("writes to only one of a doctor's calendars, and reads the others", async () => {
  const { connect, calendar, free } = await connectedClinic();
  const second = await connect("--doctor", "Awa Test", "--write");
  expect(second.stderr).toContain("Bookings are written to the calendar");
  expect((await connect("--doctor", "Awa Test")).code).toBe(0);
  calendar.put("theirs", eventText("0900", "1000"));
  expect(await free("Luc Essai")).toContain("09:00");
});

it("blocks the room whose calendar it is, and every doctor in it", async () => {
  const { command, connect, calendar, free } = await connectedClinic();
  expect((await command("room:add", "Salle 1")).code).toBe(0);
  expect((await connect("--room", "Salle 1")).code).toBe(0);
  calendar.put("theirs", eventText("0900", "1000"));
  await command("calendar:sync");
  expect(await free("Luc Essai")).not.toContain("09:00");
  expect((await command("room:add", "Salle 2")).code).toBe(0);
  expect(await free("Luc Essai")).toContain("09:00");
});

it("takes the patient's name out of past events when the patient is erased", async () => {
  const { command, calendar, stores } = await connectedClinic("--names", "full");
  await command(...booking("Awa Test", "09:30"), "--yes");
  await stores(async ({ booking: { stores: own } }) => {
    const [visit] = await own.appointments.changedWithin({ from: 0, to: Number.MAX_SAFE_INTEGER });
    if (visit === undefined) throw new Error("none");
    await own.appointments.update({ ...visit, status: "completed" });
  });
  expect([...calendar.events.values()][0]).toContain("Koffi");
  expect((await command("patient:erase", "0197000021", "--confirm", "clinique-test", "--yes")).code).toBe(0);
  expect((await command("calendar:sync")).code).toBe(0);
  expect(calendar.events.size).toBe(1);
  expect([...calendar.events.values()][0]).toContain("SUMMARY:Réservé");
});

it("tests a calendar without leaving anything in it", async () => {
  const { command, calendar, status } = await connectedClinic();
  calendar.put("theirs", eventText("0900", "1000"));
  const [first] = await status();
  const tried = await command("calendar:test", first?.id.slice(-8) ?? "");
  expect(tried.stdout).toContain("A test event was written, moved and removed.");
  expect([...calendar.events.keys()]).toEqual(["/awa/work/theirs.ics"]);
  calendar.refuse = (method) => (method === "PUT" ? 403 : undefined);
  const refused = await command("calendar:test", first?.id.slice(-8) ?? "");
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("HTTP 403");
});

it("stops two clinics from booking their shared doctor at once, and reveals no patients to the other", async () => {
  const one = await connectedClinic();
  const other = await storedClinic();
  const way = ["--caldav", one.calendar.url, "--user", "awa", "--password-env", "AWA_CALENDAR"];
  const command = ["calendar:connect", "--clinic", "clinique-test", "--doctor", "Awa Test", "--write", ...way];
  expect((await run(command, { cwd: other.cwd, env: { AWA_CALENDAR: "geheim" } })).code).toBe(0);
  expect((await one.command(...booking("Awa Test", "09:30"), "--yes")).code).toBe(0);
  const refused = await other.command(...booking("Awa Test", "09:30", "Ben Exemple"), "--yes");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("that time is taken")]);
  expect((await other.command(...booking("Awa Test", "10:00", "Ben Exemple"), "--yes")).code).toBe(0);
  const back = await one.command(...booking("Awa Test", "10:00", "Cleo Exemple"), "--yes");
  expect([back.code, back.stderr]).toEqual([1, expect.stringContaining("that time is taken")]);
  const { appointments: seen } = await other.data(appointments, "appointment:list", "--all");
  expect(seen).toHaveLength(1);
  expect(readFileSync(join(other.cwd, ".ascendia", "sandbox.db")).includes("Koffi")).toBe(false);
});
