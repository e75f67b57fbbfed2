import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { z } from "zod";
import { openSqlite } from "../../../src/adapters/sql/sqlite/sqlite.ts";
import { main } from "../../../src/main.ts";
import { clinicFile } from "../../fakes/clinic-file.ts";
import { Recorder, inputOf } from "../../fakes/streams.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runIn(cwd: string, argv: readonly string[]): Promise<Ran> {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const env = { EXAMPLE_KEY: "key_example", BACKUP_PASSPHRASE: "a long passphrase for backups", RETELL_KEY: "key_x" };
  const code = await main(argv, { env, cwd: () => cwd, stdin: inputOf(""), stdout, stderr });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

const week = Object.fromEntries(
  ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, [["08:00", "18:00"]]]),
);
const doctors = ["Awa Test", "Luc Test", "Awa Mensah"].map((name) => ({ name, specialty: "Dentiste" }));
const cocotiers = { ...clinicFile, name: "Clinique Les Cocotiers", slug: "cocotiers", hours: week, doctors };
const carrier = (number: string) => ({ import: { phone_number: number, termination_uri: "trunk.example.com" } });

/** Everything that the documented examples name, in a folder of its own. */
export interface ExampleInstallation {
  /** The example's id → the real id. */
  readonly ids: Readonly<Record<string, string>>;
  /** Copies the folder, for one example. */
  copy(): string;
  remove(): void;
}

const ofId = z.looseObject({ data: z.record(z.string(), z.unknown()) });

/** Encrypting a backup takes seconds of CPU time, so it happens only if an example names this file. */
export const SEALED = "before-upgrade.db.age";

export async function exampleInstallation({ isSealed }: { readonly isSealed: boolean }): Promise<ExampleInstallation> {
  const root = mkdtempSync(join(tmpdir(), "ascendia-contract-"));
  const base = join(root, "base");
  cpSync("examples", join(base, "examples"), { recursive: true });
  const file = (name: string, content: unknown) =>
    writeFileSync(join(base, name), typeof content === "string" ? content : JSON.stringify(content));
  const must = async (...argv: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
    const { code, stdout, stderr } = await runIn(base, [...argv, "--yes", "--json"]);
    if (code !== 0) throw new Error(`${argv.join(" ")}: ${stdout}${stderr}`);
    return ofId.parse(JSON.parse(stdout)).data;
  };
  const C = ["--clinic", "cocotiers"];
  await must("agent:create");
  for (const [slug, number] of [
    ["cocotiers", "0197000001"],
    ["mirabel", "0197000002"],
  ] as const) {
    file("clinic.json", { ...cocotiers, slug, name: `Clinique ${slug}`, number: carrier(number) });
    await must("clinic:onboard", "--file", "clinic.json");
  }
  file("clinic.json", { ...cocotiers, slug: "autre", name: "Autre clinique", number: carrier("0197000003") });
  cpSync("examples/clinics.csv", join(base, "clinics.csv"));
  file("instructions.txt", "Say that parking is free.");
  file(
    "contacts.csv",
    "name,phone,appointment_date,appointment_time,consent\nLuc Test,0197000041,2030-01-07,09:00,yes\n",
  );
  await must("room:add", "Salle 1", ...C);
  await must("type:add", "--name-fr", "Contrôle", "--name-en", "Check-up", "--minutes", "20", ...C);
  const booked = await must("appointment:book", ...C, "--date", "tomorrow", "--time", "11:00", ...patient);
  const closure = await must("closure:add", "2030-02-01", ...C);
  await must("contact:import", "contacts.csv", ...C);
  const season = await must("hours:add", "Mon-Fri 08:00-12:00", "--from", "2030-07-01", "--to", "2030-08-31", ...C);
  const waiting = await must("waitlist:add", ...C, ...patient.slice(0, 4), "--from", "tomorrow", "--to", "2030-03-31");
  await publishVersions(must, file);
  for (const name of ["export.json", "agent.json", "my-agent.json"]) await must("agent:export", "-o", name);
  const report = await runIn(base, ["simulate", ...C, "--scenario", "book", "--json"]);
  file("report.json", report.stdout);
  const begun = await must("appointment:book", ...C, "--date", "tomorrow", "--time", "12:00", ...patient);
  await must("backup", "backup.db");
  if (isSealed) await must("backup", SEALED, "--passphrase-env", "BACKUP_PASSPHRASE");
  await storedRows(join(base, ".ascendia", "sandbox.db"), idIn(begun, "appointment"));
  const first = async (list: string, key: string, ...flags: readonly string[]) => {
    const [row] = z.array(withId).parse((await must(list, ...flags))[key]);
    return row?.id.slice(-8) ?? "";
  };
  const { agent_id: agentId } = z.looseObject({ agent_id: z.string() }).parse(await must("agent:show"));
  let copies = 0;
  return {
    ids: {
      c68cf7d0: idIn(booked, "appointment").slice(-8),
      "appointment:mark c68cf7d0": idIn(begun, "appointment").slice(-8),
      "closure:remove 09380901": idIn(closure, "closure").slice(-8),
      "hours:remove 09380901": idIn(season, "period").slice(-8),
      "3f2a9c1e": idIn(waiting, "entry").slice(-8),
      "patient:update 5f2a91c0": await first("patient:list", "patients", ...C),
      "patient:export 5f2a91c0": await first("patient:list", "patients", ...C),
      "patient:erase 5f2a91c0": await first("patient:list", "patients", ...C),
      "5f2a91c0": await first("contact:list", "contacts", ...C),
      "4f1c20aa": "message1",
      "6e1d42f0": "a-sign-up",
      "7be1d204": await first("mail:list", "mails"),
      "3d0c55aa": await first("job:list", "jobs"),
      agent_0123456789abcdef0123456789: agentId,
      "/var/backups/ascendia/": "backups/",
      "+22997000001": "+2290197000041",
      "number:release +14155550100": "+2290197000002",
      "contact:add 0197000001": "0197000043",
      "doctor:add Awa Test": "Ada Test",
      "room:add Salle 1": "Salle 2",
      "type:add Contrôle": "Suivi",
      "type:add Check-up": "Follow-up",
    },
    copy: () => {
      copies += 1;
      const place = join(root, String(copies));
      cpSync(base, place, { recursive: true });
      return place;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

const patient = ["--patient", "Koffi Test", "--phone", "0197000042", "--doctor", "Awa Test"];

const withId = z.looseObject({ id: z.string() });

/** The id of what a command created, under that name or at the top of its data. */
function idIn(data: Readonly<Record<string, unknown>>, name: string): string {
  return withId.parse(data[name] ?? data).id;
}

type Must = (...argv: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;

/** Publishes versions 1 to 4, with the callers on 3. */
async function publishVersions(must: Must, file: (name: string, content: string) => void): Promise<void> {
  for (const version of [1, 2, 3, 4]) {
    const exported = await must("agent:export");
    const template = z.looseObject({ agent: z.looseObject({}) }).parse(exported["template"]);
    const agent = { ...template.agent, responsiveness: 0.5 + version / 10 };
    file(`v${version}.json`, JSON.stringify({ ...template, agent }));
    await must("agent:update", "--template", `v${version}.json`);
    await must("agent:publish", "--skip-simulation", "--reason", "a proof");
  }
  await must("agent:promote", "--version", "3", "--skip-simulation", "--reason", "a proof");
}

/** Stores a call with its event and a message, as Retell's events would have left them, and a visit that has begun. */
async function storedRows(path: string, visit: string): Promise<void> {
  const database = openSqlite(path);
  const { fleet } = database;
  const clinic = fleet.selectFrom("clinics").select("id").where("slug", "=", "cocotiers");
  const { id } = await clinic.executeTakeFirstOrThrow();
  const now = Date.now();
  const body = JSON.stringify({ event: "call_ended", call: { call_id: "call_8f3c", call_type: "phone_call" } });
  await sql`insert into calls (call_id, clinic_id, attribution, direction, status, called_at, updated_at)
    values ('call_8f3c', ${id}, 'known', 'inbound', 'ended', ${now}, ${now})`.execute(fleet);
  await sql`insert into call_events (key, event, call_id, clinic_id, attribution, progress, body, received_at)
    values ('call_ended:call_8f3c', 'call_ended', 'call_8f3c', ${id}, 'known', 1, ${body}, ${now})`.execute(fleet);
  await sql`insert into messages (clinic_id, id, call_id, text, urgency, created_at)
    values (${id}, 'a-message1', 'call_8f3c', 'Rappelez-moi', 'normal', ${now})`.execute(fleet);
  const signUp = { ...cocotiers, name: "Cabinet des Filaos", slug: undefined, number: undefined };
  await sql`insert into sign_ups (id, name, state, form_json, received_at)
    values ('a-sign-up', ${signUp.name}, 'waiting', ${JSON.stringify(signUp)}, ${now})`.execute(fleet);
  const [from, to] = [now - 3_600_000, now - 1_800_000];
  const times = { startsAt: from, endsAt: to, blockedFrom: from, blockedTo: to };
  await fleet.updateTable("appointments").set(times).where("id", "=", visit).execute();
  await database.close();
}
