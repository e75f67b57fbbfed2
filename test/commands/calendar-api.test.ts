import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { calendarSandbox } from "../fakes/calendar-sandbox.ts";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const events = z.object({ items: z.array(z.looseObject({ summary: z.string().optional(), sequence: z.number() })) });
const graphEvents = z.object({ value: z.array(z.looseObject({ subject: z.string().optional() })) });
const slots = z.looseObject({ slots: z.array(z.looseObject({ starts_at: z.string() })) });

function at(time: string) {
  return { dateTime: `${coming.tuesday}T${time}:00+01:00` };
}

async function deny(text: string): Promise<void> {
  const [, address = "", code = ""] = /Open (\S+) and enter the code (\S+)\./u.exec(text) ?? [];
  const form = new URLSearchParams({ user_code: code, answer: "deny" });
  if (code !== "") await fetch(address, { method: "POST", body: form });
}

async function clinicAndSandbox() {
  const [clinic, sandbox] = [await storedClinic(), await calendarSandbox()];
  const keyFile = join(clinic.cwd, "google-key.json");
  const key: unknown = await sandbox.control("GET", "service-account");
  writeFileSync(keyFile, JSON.stringify(key), { mode: 0o600 });
  const env = { ...sandbox.environment, GOOGLE_KEY: keyFile, GOOGLE_SECRET: "geheim-4711" };
  const connect = (argv: readonly string[], onStderr?: (text: string) => unknown) =>
    run(["calendar:connect", "--clinic", "clinique-test", "--doctor", "Awa Test", ...argv], {
      cwd: clinic.cwd,
      env,
      ...(onStderr === undefined ? {} : { onStderr }),
    });
  return { ...clinic, sandbox, connect };
}

it("writes to Google with a service account, reads its events, and keeps its key out of the database", async () => {
  const { command, connect, sandbox, data, cwd } = await clinicAndSandbox();
  await sandbox.google("POST", "", { start: at("09:00"), end: at("10:00") });
  const { stdout } = await connect(["--google", "awa@example.com", "--key-env", "GOOGLE_KEY", "--write"]);
  expect(stdout).toContain("1 busy time.\nBookings are written there too.");
  const asked = ["slot:list", "--doctor", "Awa Test", "--date", coming.tuesday];
  const { slots: free } = await data(slots, ...asked);
  expect(free.map((slot) => slot.starts_at)).not.toContain(`${coming.tuesday}T08:30:00.000Z`);
  expect((await command(...booking("Awa Test", "11:00"), "--yes")).code).toBe(0);
  const listed = events.parse(await sandbox.google("GET", "?singleEvents=true"));
  expect(listed.items.filter((event) => event.summary === "K. T.")).toMatchObject([{ sequence: 0 }]);
  const folder = join(cwd, ".ascendia");
  const files = readdirSync(folder).filter((name) => !name.endsWith(".calendars.json"));
  for (const name of files) expect(readFileSync(join(folder, name), "latin1")).not.toContain("PRIVATE KEY");
  expect(readdirSync(folder)).not.toContain("sandbox.db.calendars.json.lock");
});

it.each([
  ["google", ["--google", "primary", "--client-id", "tv-app", "--client-secret-env", "GOOGLE_SECRET"]],
  ["microsoft", ["--microsoft", "Calendar", "--client-id", "public-app", "--tenant", "example.com"]],
])("signs a person in to %s with a code that they enter elsewhere", async (service, argv) => {
  const { connect, sandbox, command } = await clinicAndSandbox();
  const enter = async (text: string): Promise<void> => {
    const [, address = "", code = ""] = /Open (\S+) and enter the code (\S+)\./u.exec(text) ?? [];
    if (code === "") return;
    expect(address).toBe(`${sandbox.url}/${service}/device`);
    await fetch(address, { method: "POST", body: new URLSearchParams({ user_code: code }) });
  };
  const { stdout, stderr } = await connect([...argv, "--write"], enter);
  expect(stderr + stdout).toContain("Bookings are written there too.");
  expect((await command(...booking("Awa Test", "11:00"), "--yes")).code).toBe(0);
  expect((await command("calendar:sync")).code).toBe(0);
  const bounds = `startDateTime=${coming.tuesday}T00:00:00Z&endDateTime=${coming.tuesday}T23:00:00Z`;
  const titles =
    service === "google"
      ? events.parse(await sandbox.google("GET", "?singleEvents=true")).items.map(({ summary }) => summary)
      : graphEvents
          .parse(await sandbox.graph("GET", `/calendarView/delta?${bounds}`))
          .value.map(({ subject }) => subject);
  expect(titles).toEqual(["K. T."]);
});

it("says that nobody signed in when permission was not given", async () => {
  const { connect } = await clinicAndSandbox();
  const { code, stderr } = await connect(["--microsoft", "primary", "--client-id", "app"], deny);
  expect(stderr).toContain("No one signed in: permission was not given.");
  expect(code).toBe(4);
});

const REFUSED: readonly (readonly [readonly string[], string])[] = [
  [["--google", "awa@example.com"], "A person has to sign in to your app: pass --client-id."],
  [["--google", "primary", "--key-env", "GOOGLE_KEY"], "A service account's own calendar is empty"],
  [["--google", " ", "--key-env", "GOOGLE_KEY"], "--google names no calendar."],
  [["--google", "a@example.com", "--key-env", "NOT_SET"], "The environment variable NOT_SET is not set."],
  [["--google", "a@example.com", "--key-env", "GOOGLE_KEY", "--key-file", "k"], "cannot be combined"],
  [["--google", "a@example.com", "--key-file", "clinic.json"], "Cannot read clinic.json"],
  [["--google", "nobody@example.com", "--key-env", "GOOGLE_KEY"], "there is no longer a calendar at this address"],
  [["--google", "a@example.com", "--client-id", "x", "--client-secret-env", "NOT_SET"], "NOT_SET is not set"],
  [["--microsoft", "primary"], "A person has to sign in to your app"],
  [["--microsoft", "primary", "--client-id", "x", "--tenant", "a/b"], "--tenant is not a Microsoft tenant"],
  [["--microsoft", "primary", "--google", "primary"], "Pass exactly one of"],
];

it("refuses access data that cannot open a calendar", async () => {
  const { connect, command } = await clinicAndSandbox();
  for (const [argv, reason] of REFUSED) {
    const { code, stderr } = await connect(argv);
    expect(stderr).toContain(reason);
    expect(code).not.toBe(0);
  }
  expect((await command("calendar:list")).stdout).toContain("No calendars connected.");
});

it("lists the calendars when none has the given name", async () => {
  const { connect, sandbox } = await clinicAndSandbox();
  await sandbox.control("POST", "approve-sign-ins");
  const { code, stderr } = await connect(["--microsoft", "Praxis", "--client-id", "app"]);
  expect(stderr).toContain('There is no calendar "Praxis" in this account.');
  expect(stderr).toContain("Its calendars: Calendar.");
  expect(code).toBe(1);
});
