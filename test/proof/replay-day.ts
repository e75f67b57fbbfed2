import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { recordingFolder, recordingsOf } from "../../src/adapters/sql/copies/recordings.ts";
import type { RecordedRequest } from "../../src/domain/call/requests/recorded-request.ts";
import { table } from "../../src/terminal/table.ts";
import { type ConsoleInstallation, installConsole } from "./console/installation.ts";

/** The planted build's only difference: one sentence of one function, in one language. */
const SAID = "That is noted for the team.";
const PLANTED = "That was written down for the team.";

const replayed = z.object({
  data: z.object({
    requests: z.number(),
    answered_alike: z.number(),
    answered_otherwise: z.number(),
    differences: z.array(
      z.object({ path: z.string(), field: z.string(), was: z.string().nullable(), is: z.string().nullable() }),
    ),
  }),
});
const listening = z.object({ data: z.object({ listening: z.string() }) });

const listed = z.object({ data: z.object({ patients: z.array(z.object({ id: z.string() })).min(1) }) });

interface Row {
  readonly what: string;
  readonly found: string;
  readonly holds: boolean;
}

/**
 * A real `serve --record` handles calls; then their requests are replayed. The same build gives the same answers; a
 * build with one different sentence differs in exactly the answers that contain it, in this process and over HTTP.
 */
export async function run({ quick }: { readonly quick: boolean; readonly seed: number }) {
  const installation = await installConsole();
  try {
    await installation.serve("--record");
    await takeCalls(installation, quick);
    await installation.stopServing();
    const rows = [...(await prove(installation)), ...(await erased(installation))];
    const drawn = rows.map(({ what, found, holds }) => [what, found, holds ? "yes" : "NO"]);
    process.stdout.write(`${table(["what", "found", "right"], drawn)}\n`);
    return { passed: rows.filter(({ holds }) => holds).length, total: rows.length };
  } finally {
    await installation.close();
  }
}

const SCENARIOS = [
  "message-at-the-end",
  "message-urgent",
  "book-in-a-period",
  "changes-mind",
  "cancel-refused-accepts",
];

/** One call after the other: each waits until the previous call's holds are free again, a second later. */
async function takeCalls(installation: ConsoleInstallation, quick: boolean): Promise<void> {
  const clinics = quick ? ["demo-austin"] : ["demo-austin", "demo-cotonou", "demo-montreal"];
  for (const clinic of clinics) {
    for (const scenario of SCENARIOS) {
      const call = [
        "--clinic",
        clinic,
        "--filter",
        scenario,
        "--url",
        installation.server,
        "--allow-writes",
        "--quiet",
      ];
      await installation.outcome(["simulate", ...call]);
      await settled(installation);
    }
  }
}

/** Waits until the worker has done what the call ordered. */
async function settled({ inStore }: ConsoleInstallation): Promise<void> {
  const kinds = new Set(["call-event", "call-over"]);
  const last = { open: 1 };
  for (let tries = 0; last.open > 0 && tries < 50; tries += 1) {
    await sleep(100);
    await inStore(async ({ jobs }) => {
      const own = (await jobs.count()).filter(({ kind }) => kinds.has(kind));
      last.open = own.filter(({ state }) => state === "waiting" || state === "running").length;
    });
  }
}

async function prove(installation: ConsoleInstallation): Promise<readonly Row[]> {
  const { folder, env } = installation;
  const database = join(folder, ".ascendia", "sandbox.db");
  const recordings = recordingsOf(database);
  const all = await recordings.list();
  const requests = all.flatMap(({ name }) => Array.from(recordings.requestsOf(name)));
  const modes = readdirSync(recordingFolder(database)).map(
    (file) => statSync(join(recordingFolder(database), file)).mode,
  );
  const spoken = requests.some(({ body }) => body.includes('"transcript":') || body.includes('"role":"user"'));
  const same = await replay(resolve("bin/ascendia.js"), [], installation);
  const planted = plantedBuild(folder);
  const other = await replay(planted, [], installation);
  const elsewhere = await listen(planted, { folder, env });
  try {
    const remote = await replay(resolve("bin/ascendia.js"), ["--url", elsewhere.url], installation);
    const { status } = await fetch(`${elsewhere.url}/replay`, { method: "POST", body: "{}" });
    return [
      {
        what: "requests recorded, of functions, inbound calls and events",
        found: String(requests.length),
        holds: requests.length > 20 && KINDS.every((kind) => requests.some(({ path }) => path.startsWith(kind))),
      },
      {
        what: "files for their owner only, without what was said",
        found: modes.map((mode) => (mode & 0o777).toString(8)).join(),
        holds: modes.every((mode) => (mode & 0o077) === 0) && !spoken,
      },
      {
        what: "the same build: exit 0, no difference",
        found: `exit ${same.code}, ${same.data.answered_alike} alike, ${same.data.answered_otherwise} otherwise`,
        holds: same.code === 0 && same.data.answered_alike === requests.length,
      },
      expected("another sentence: exit 3, exactly its answers", other, requests),
      expected("the same over HTTP", remote, requests),
      { what: "over HTTP without a signature", found: String(status), holds: status === 401 },
    ];
  } finally {
    await elsewhere.close();
  }
}

const KINDS = ["/api/take-message", "/webhooks/retell/inbound", "/api/retell/webhook"];

function expected(what: string, { code, data }: Replays, requests: readonly RecordedRequest[]): Row {
  const holding = requests.filter(({ answer }) => answer.includes(SAID)).length;
  const exact = data.differences.filter(
    ({ field, was, is }) => field === "message" && was === SAID && is === PLANTED,
  ).length;
  return {
    what,
    found: `exit ${code}, ${data.differences.length} found, ${holding} planted`,
    holds: code === 3 && holding > 0 && exact === holding && data.differences.length === holding,
  };
}

interface Replays {
  readonly code: number;
  readonly data: z.output<typeof replayed>["data"];
}

function replay(
  program: string,
  flags: readonly string[],
  { folder, env }: Pick<ConsoleInstallation, "folder" | "env">,
): Promise<Replays> {
  const options = { cwd: folder, env: { ...env, PATH: process.env["PATH"] }, maxBuffer: 100_000_000 };
  return new Promise((resolved, refused) => {
    const child = execFile(process.execPath, [program, "replay", "--json", ...flags], options, (_, stdout, stderr) => {
      const read = replayed.safeParse(stdout === "" ? {} : JSON.parse(stdout));
      if (read.success) resolved({ code: child.exitCode ?? 1, data: read.data.data });
      else refused(new Error(`${stdout.slice(0, 2000)}${stderr}`));
    });
  });
}

/** The package with one sentence changed. @returns its program */
function plantedBuild(folder: string): string {
  const home = join(folder, "planted");
  for (const part of ["bin", "dist", "templates", "package.json"])
    cpSync(resolve(part), join(home, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(home, "node_modules"));
  for (const file of readdirSync(join(home, "dist")).filter((name) => name.endsWith(".cjs"))) {
    const path = join(home, "dist", file);
    const text = readFileSync(path, "utf8");
    if (text.includes(SAID)) writeFileSync(path, text.replaceAll(SAID, PLANTED));
  }
  return join(home, "bin", "ascendia.js");
}

async function listen(program: string, { folder, env }: Pick<ConsoleInstallation, "folder" | "env">) {
  const child = spawn(process.execPath, [program, "replay", "--listen", "0", "--json"], {
    cwd: folder,
    env: { ...env, PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const { listening: url } = listening.parse(JSON.parse(line)).data;
    return {
      url,
      close: async () => {
        child.kill("SIGTERM");
        await exited;
      },
    };
  }
  throw new Error("the planted build ended before it listened");
}

/** Erasing a person also deletes the recordings. */
async function erased({ ascendia, folder }: ConsoleInstallation): Promise<readonly Row[]> {
  const printed = await ascendia("patient:list", "--clinic", "demo-austin", "--json");
  const [patient] = listed.parse(JSON.parse(printed)).data.patients;
  const id = patient?.id ?? "";
  await ascendia("patient:erase", id, "--clinic", "demo-austin", "--cancel", "--confirm", "demo-austin", "--yes");
  const left = readdirSync(recordingFolder(join(folder, ".ascendia", "sandbox.db")));
  return [{ what: "a patient is erased: no recording is left", found: String(left.length), holds: left.length === 0 }];
}
