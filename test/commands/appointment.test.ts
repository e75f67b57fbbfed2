import { readFileSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { instantOf } from "../../src/domain/time/zoned-time.ts";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

type Clinic = Awaited<ReturnType<typeof storedClinic>>;

const one = z.object({
  repeated: z.boolean(),
  appointment: z.object({ id: z.string().nullable(), date: z.string(), time: z.string(), status: z.string() }),
});
const list = z.object({
  appointments: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      date: z.string(),
      time: z.string(),
      reason: z.string().nullable(),
      rescheduled_from: z.string().nullable(),
      patient: z.object({ name: z.string(), phone: z.string() }),
    }),
  ),
});

async function booked(clinic: Clinic, time: string): Promise<string> {
  return (await clinic.data(one, ...booking("awa", time))).appointment.id ?? "";
}

const series = z.object({
  appointments: z.array(z.object({ id: z.string().nullable(), date: z.string(), time: z.string() })),
  not_booked: z.array(z.string()),
});

function weeksLater(weeks: number): string {
  return new Date(Date.parse(coming.tuesday) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
}

describe("appointment:repeat", () => {
  it("books the following visits at the same time, and the same again only once", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:30");
    const planned = await clinic.data(
      series,
      "appointment:repeat",
      id,
      "--times",
      "3",
      "--every-weeks",
      "2",
      "--dry-run",
    );
    const dates = [2, 4, 6].map((weeks) => ({ date: weeksLater(weeks), time: "09:30" }));
    expect(planned.appointments).toEqual(dates.map((each) => ({ id: null, ...each })));
    expect((await clinic.data(list, "appointment:list", "--to", weeksLater(8))).appointments).toHaveLength(1);
    const made = await clinic.data(series, "appointment:repeat", id, "--times", "3", "--every-weeks", "2");
    expect(made.appointments).toMatchObject(dates);
    const again = await clinic.data(series, "appointment:repeat", id, "--times", "3", "--every-weeks", "2");
    expect(again).toEqual(made);
    expect((await clinic.data(list, "appointment:list", "--to", weeksLater(8))).appointments).toHaveLength(4);
  });

  it("books none when a date is closed, unless that is skipped", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:30");
    await clinic.command("closure:add", weeksLater(2));
    const refused = await clinic.command("appointment:repeat", id, "--times", "3");
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain("1 of 3 visits cannot be booked, so none was.");
    expect(refused.stderr).toContain(`${weeksLater(2)} 09:30: Cannot book`);
    expect((await clinic.data(list, "appointment:list", "--to", weeksLater(8))).appointments).toHaveLength(1);
    const made = await clinic.data(series, "appointment:repeat", id, "--times", "3", "--skip-unavailable");
    expect(made.appointments.map(({ date }) => date)).toEqual([weeksLater(1), weeksLater(3)]);
    expect(made.not_booked).toHaveLength(1);
  });

  it("keeps the clinic's horizon without a reason", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:30");
    const far = ["appointment:repeat", id, "--times", "1", "--every-weeks", "20"] as const;
    expect((await clinic.command(...far)).stderr).toContain("beyond the clinic's horizon");
    expect((await clinic.data(series, ...far, "--reason", "course of a year")).appointments).toHaveLength(1);
  });
});

describe("appointment:book", () => {
  it("books once, however often the command runs", async () => {
    const clinic = await storedClinic();
    const first = await clinic.data(one, ...booking("awa", "9h30"));
    const again = await clinic.data(one, ...booking("awa", "09:30"));
    expect(first).toMatchObject({ repeated: false, appointment: { date: coming.tuesday, time: "09:30" } });
    expect(again).toEqual({ ...first, repeated: true });
    expect((await clinic.data(list, "appointment:list")).appointments).toHaveLength(1);
  });

  it("shows in a dry run what it would do, without an id, and writes neither appointment nor patient", async () => {
    const clinic = await storedClinic();
    const planned = await clinic.data(one, ...booking("awa", "09:30"), "--dry-run");
    expect(planned.appointment).toMatchObject({ id: null, time: "09:30", status: "scheduled" });
    expect((await clinic.data(list, "appointment:list")).appointments).toEqual([]);
    expect(await clinic.stores(({ booking: { stores } }) => stores.patients.withPhone("+2290197000021"))).toEqual([]);
  });

  it.each([
    ["a taken time", ["--time", "09:00"], ["that time is taken", `Free instead: ${coming.tuesday} 08:00`]],
    [
      "a closed time",
      ["--time", "13:00"],
      ["closed, doctor absent, type not offered, no room", `Free instead: ${coming.tuesday}`],
    ],
    ["a time off the grid", ["--time", "09:07"], ["off the slot interval", "Free instead"]],
    ["a date that is none", ["--date", "2026-02-30"], ['--date: "2026-02-30" is not a date.', "Write it as"]],
    ["a time that is none", ["--time", "25:00"], ['--time: "25:00" is not a time.', "09:30"]],
    ["a phone that is none", ["--phone", "12"], ['--phone: "12" is not a phone number in BJ.', "+2290197000000"]],
    ["a number of the clinic, in Benin's old form", ["--phone", "97000010"], ["--phone: a number of the clinic"]],
    ["what carriers send for nobody", ["--phone", "+15105550000", "--phone", "+17378742833"], ["withheld number"]],
    ["a premium number", ["--phone", "+33899123457"], ["premium-rate"]],
    ["an unknown doctor", ["--doctor", "nobody"], ['no doctor "nobody"', "Its doctors: Awa Test, Luc Essai."]],
    ["an unknown type", ["--type", "x"], ['no appointment type "x"', "ascendia type:list"]],
    ["a birth date to come", ["--birth-date", "2999-01-01"], ["is not a date of birth", "1984-05-17"]],
  ])("refuses %s with one message", async (_, more, expected) => {
    const clinic = await storedClinic();
    await booked(clinic, "09:00");
    const { code, stdout, stderr } = await clinic.command(...booking("awa", "10:00"), "--patient", "Aya Test", ...more);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.match(/error:/gu)).toHaveLength(1);
    for (const part of expected) expect(stderr).toContain(part);
  });

  it("holds staff to the horizon unless they say why, which is recorded", async () => {
    const clinic = await storedClinic();
    await clinic.command("clinic:rules", "--horizon-days", "1");
    const refused = await clinic.command(...booking("awa", "09:00"));
    expect(refused.stderr).toContain("beyond the clinic's horizon");
    expect(refused.stderr).toContain("--reason");
    expect((await clinic.command(...booking("awa", "09:00"), "--reason", " ")).code).toBe(1);
    expect((await clinic.command(...booking("awa", "09:00"), "--reason", "urgence")).code).toBe(0);
    expect((await clinic.data(list, "appointment:list")).appointments[0]?.reason).toBe("urgence");
  });

  it("books a doctor twice at once only on purpose, with a reason, and says so everywhere", async () => {
    const clinic = await storedClinic();
    await booked(clinic, "09:30");
    const second = [...booking("awa", "09:30"), "--patient", "Ben Exemple", "--phone", "+2290197000077"];
    expect(await clinic.command(...second, "--reason", "urgent")).toMatchObject({ code: 1 });
    const unreasoned = await clinic.command(...second, "--overbook");
    expect(unreasoned.code).toBe(2);
    expect(unreasoned.stderr).toContain("--overbook needs a reason");
    const made = await clinic.data(one, ...second, "--overbook", "--reason", "urgent, agreed with Dr. Test");
    const again = await clinic.data(one, ...second, "--overbook", "--reason", "urgent, agreed with Dr. Test");
    expect(again).toMatchObject({ repeated: true, appointment: { id: made.appointment.id } });
    const shown = await clinic.command("appointment:show", made.appointment.id ?? "");
    expect(shown.stdout).toContain("scheduled, overbooked");
    expect(shown.stdout).toContain("overbooked  urgent, agreed with Dr. Test");
    const audit = await run(["audit:list", "--json"], { cwd: clinic.cwd });
    expect(audit.stdout).toContain('"overbooked":true');
    // Both visits block the time: after one is cancelled it is still taken.
    const { appointments } = await clinic.data(list, "appointment:list", "--to", weeksLater(1));
    const first = appointments.find(({ id }) => id !== made.appointment.id)?.id ?? "";
    await clinic.command("appointment:cancel", first, "--yes");
    const third = [...booking("awa", "09:30"), "--patient", "Cleo Exemple", "--phone", "+2290197000078"];
    expect(await clinic.command(...third)).toMatchObject({ code: 1 });
  });

  it("moves a visit to a time that is taken only on purpose, with a reason", async () => {
    const clinic = await storedClinic();
    await booked(clinic, "09:30");
    const other = [...booking("awa", "10:30"), "--patient", "Ben Exemple", "--phone", "+2290197000077"];
    const { appointment } = await clinic.data(one, ...other);
    const move = ["appointment:reschedule", appointment.id ?? "", "--time", "09:30"];
    expect(await clinic.command(...move, "--reason", "urgent")).toMatchObject({ code: 1 });
    expect((await clinic.command(...move, "--overbook")).stderr).toContain("--overbook needs a reason");
    const moved = await clinic.data(one, ...move, "--overbook", "--reason", "urgent, agreed with Dr. Test");
    expect(await clinic.data(one, ...move, "--overbook", "--reason", "urgent")).toMatchObject({ repeated: true });
    const shown = await clinic.command("appointment:show", moved.appointment.id ?? "");
    expect(shown.stdout).toContain("overbooked  urgent, agreed with Dr. Test");
  });

  it("overbooks within the doctor's hours only, and a free time as any other", async () => {
    const clinic = await storedClinic();
    const reasoned = ["--overbook", "--reason", "urgent"];
    expect(await clinic.command(...booking("awa", "03:30"), ...reasoned)).toMatchObject({ code: 1 });
    const { appointment } = await clinic.data(one, ...booking("awa", "09:30"), ...reasoned);
    expect((await clinic.command("appointment:show", appointment.id ?? "")).stdout).not.toContain("overbooked");
  });

  it("names the flags that are missing when there is no terminal", async () => {
    const clinic = await storedClinic();
    const { code, stderr } = await clinic.command("appointment:book", "--doctor", "awa");
    expect([code, stderr.includes("Pass --date.")]).toEqual([2, true]);
  });
});

describe("appointment:list and appointment:show", () => {
  it("mask phones unless asked to reveal them", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const masked = await clinic.command("appointment:list");
    const shown = await clinic.command("appointment:show", id);
    const whole = await clinic.command("appointment:list", "--reveal");
    for (const { stdout } of [masked, shown]) {
      expect(stdout).toContain("Koffi Test");
      expect(stdout).not.toContain("0197000021");
    }
    expect(whole.stdout).toContain("+2290197000021");
  });
});

describe("ids", () => {
  it("are shown by their last characters, within 80 columns, and accepted in that form everywhere", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const { stdout } = await clinic.command("appointment:list");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const end = id.slice(-8);
    expect(stdout).toContain(`  ${end}\n`);
    expect((await clinic.command("appointment:show", end)).stdout).toContain(id);
    expect((await clinic.command("appointment:export", end)).stdout).toContain(`UID:${id}`);
    const moved = await clinic.data(one, "appointment:reschedule", end, "--time", "10:00");
    expect(moved.appointment.time).toBe("10:00");
    const cancelled = (moved.appointment.id ?? "").slice(-8).toUpperCase();
    expect((await clinic.command("appointment:cancel", cancelled, "--yes")).code).toBe(0);
  });

  it("with the same ending, and endings that are too short, are refused", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const twin = `twin-${id.slice(-6)}`;
    await clinic.stores(async ({ booking: { stores } }) => {
      const appointment = await stores.appointments.find(id);
      if (appointment !== undefined) await stores.appointments.add({ ...appointment, id: twin, status: "cancelled" });
    });
    const ambiguous = await clinic.command("appointment:show", id.slice(-6));
    expect([ambiguous.code, ambiguous.stderr]).toEqual([1, expect.stringContaining("more than one appointment")]);
    expect((await clinic.command("appointment:show", twin)).code).toBe(0);
    expect((await clinic.command("appointment:show", id.slice(-3))).stderr).toContain("not found");
  });
});

describe("appointment:mark", () => {
  const marked = z.object({
    repeated: z.boolean(),
    previous_status: z.string(),
    appointment: z.object({ status: z.string() }),
  });

  it("confirms, once, and not in a dry run", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const argv = ["appointment:mark", id, "confirmed"];
    expect((await clinic.command(...argv, "--dry-run")).stdout).toContain("Would change from scheduled to confirmed");
    expect(await clinic.data(marked, ...argv)).toMatchObject({ repeated: false, previous_status: "scheduled" });
    expect(await clinic.data(marked, ...argv)).toMatchObject({ repeated: true, appointment: { status: "confirmed" } });
  });

  it.each([
    ["no_show", 1, "The visit has not begun: it cannot be no_show yet."],
    ["cancelled", 2, "Allowed choices are confirmed, completed, no_show"],
  ])("refuses %s", async (status, exitCode, message) => {
    const clinic = await storedClinic();
    const refused = await clinic.command("appointment:mark", await booked(clinic, "09:00"), status);
    expect([refused.code, refused.stderr]).toEqual([exitCode, expect.stringContaining(message)]);
  });
});

describe("appointment:reschedule and appointment:cancel", () => {
  it("moves by time alone, links the two, and gives the same answer when repeated", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const moved = await clinic.data(one, "appointment:reschedule", id, "--time", "10:30");
    const again = await clinic.data(one, "appointment:reschedule", id, "--time", "10:30");
    expect(moved.appointment).toMatchObject({ date: coming.tuesday, time: "10:30" });
    expect(again).toEqual({ ...moved, repeated: true });
    const { appointments } = await clinic.data(list, "appointment:list", "--all");
    expect(appointments.map(({ status, rescheduled_from }) => [status, rescheduled_from])).toEqual([
      ["rescheduled", null],
      ["scheduled", id],
    ]);
  });

  it("keeps the old appointment when the new time is not available, and in a dry run", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const refused = await clinic.command("appointment:reschedule", id, "--time", "13:00");
    const planned = await clinic.data(one, "appointment:reschedule", id, "--time", "11:00", "--dry-run");
    expect([refused.code, planned.appointment.id, planned.appointment.time]).toEqual([1, null, "11:00"]);
    const { appointments } = await clinic.data(list, "appointment:list", "--all");
    expect(appointments.map(({ id: each, status }) => [each, status])).toEqual([[id, "scheduled"]]);
  });

  it("cancels only after confirmation", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const unasked = await clinic.command("appointment:cancel", id);
    expect([unasked.code, unasked.stderr.includes("--yes")]).toEqual([2, true]);
    expect((await clinic.command("appointment:cancel", id, "--dry-run")).stdout).toContain("Would cancel");
    expect((await clinic.data(list, "appointment:list")).appointments[0]?.status).toBe("scheduled");
    expect((await clinic.command("appointment:cancel", id, "--yes")).code).toBe(0);
    expect((await clinic.command("appointment:cancel", id)).stdout).toContain("Already cancelled");
  });

  it("keeps to the cut-off unless a reason is given", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    await clinic.command("clinic:rules", "--cutoff-minutes", "43200");
    const refused = await clinic.command("appointment:cancel", id, "--yes");
    expect([refused.code, refused.stderr.includes("cut-off of 43200 minutes")]).toEqual([1, true]);
    expect((await clinic.command("appointment:cancel", id, "--yes", "--reason", "médecin malade")).code).toBe(0);
    expect((await clinic.data(list, "appointment:list", "--all")).appointments[0]).toMatchObject({
      status: "cancelled",
      reason: "médecin malade",
    });
  });

  it("says where an appointment that was moved earlier has gone", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const { appointment } = await clinic.data(one, "appointment:reschedule", id, "--time", "10:00");
    const { stderr } = await clinic.command("appointment:cancel", id, "--yes");
    expect(stderr).toContain(`It was moved to ${coming.tuesday} 10:00: use ${appointment.id}.`);
  });
});

describe("appointment:export", () => {
  it("writes files of one visit that an independent parser reads as one event: moved, then cancelled", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const first = await exported(clinic, id);
    const { appointment } = await clinic.data(one, "appointment:reschedule", id, "--time", "10:30");
    const second = await exported(clinic, id);
    await clinic.command("appointment:cancel", appointment.id ?? "", "--yes");
    const third = await exported(clinic, appointment.id ?? "");

    expect([first, second, third].map(({ method, status }) => [method, status])).toEqual([
      ["PUBLISH", "CONFIRMED"],
      ["PUBLISH", "CONFIRMED"],
      ["CANCEL", "CANCELLED"],
    ]);
    expect(new Set([first, second, third].map(({ uid }) => uid))).toEqual(new Set([id]));
    expect([first, second, third].map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(first.startsAt).toBe(instantOf(coming.tuesday, "09:00", "Africa/Porto-Novo"));
    expect(second.startsAt).toBe(instantOf(coming.tuesday, "10:30", "Africa/Porto-Novo"));
    expect(third.text).not.toContain("Koffi");
  });

  it("writes to a file, and addresses whom it invites", async () => {
    const clinic = await storedClinic();
    const id = await booked(clinic, "09:00");
    const { stdout } = await clinic.command(
      "appointment:export",
      id,
      "--invite",
      "awa@example.com",
      "--output",
      "a.ics",
    );
    const { method, event } = parsed(readFileSync(join(clinic.cwd, "a.ics"), "utf8"));
    expect([stdout, method]).toEqual(["Wrote a.ics (REQUEST).\n", "REQUEST"]);
    expect(event.attendees.map((attendee) => String(attendee.getFirstValue()).toLowerCase())).toEqual([
      "mailto:awa@example.com",
    ]);
    expect(event.organizer).toBe("mailto:owner@example.com");
  });

  it.each([
    [["appointment:export", "nothing"], 'Appointment "nothing" not found'],
    [["appointment:show", "nothing"], 'Appointment "nothing" not found'],
    [["appointment:reschedule", "nothing", "--time", "09:00"], 'Appointment "nothing" not found'],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await (await storedClinic()).command(...argv);
    expect([code, stderr.includes(message)]).toEqual([1, true]);
  });
});

async function exported({ command }: Clinic, id: string) {
  return parsed((await command("appointment:export", id)).stdout);
}

/** Parsed by ical.js; lines must end as RFC 5545 requires. */
function parsed(text: string) {
  expect(text.split("\r\n").at(-1)).toBe("");
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  const calendar = ICAL.Component.fromString(text);
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined);
  return {
    text,
    event,
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    status: event.component.getFirstPropertyValue("status"),
    startsAt: event.startDate.toJSDate().getTime(),
  };
}
