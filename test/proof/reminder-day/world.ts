import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Retell from "retell-sdk";
import * as z from "zod";
import { retellAgentPlatform } from "../../../src/adapters/retell/agent-platform.ts";
import { retellCallPlatform } from "../../../src/adapters/retell/call-platform.ts";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import { SqlCallEventStore, SqlCallLedger } from "../../../src/adapters/sql/calls/call-stores.ts";
import { sqlClinicRevisions } from "../../../src/adapters/sql/clinics/clinic-stores.ts";
import { migrate } from "../../../src/adapters/sql/migrations/migrate.ts";
import { openSqlite } from "../../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { sha256 } from "../../../src/adapters/system/sha256.ts";
import { readTemplate } from "../../../src/adapters/templates/template-files.ts";
import { callingOn } from "../../../src/composition/calling.ts";
import { startServerOn } from "../../../src/composition/server.ts";
import { outreachKindsOn } from "../../../src/composition/worker.ts";
import { agentBody, desiredAgent, flowBody } from "../../../src/domain/agent/content/agent-content.ts";
import { callEventHandler } from "../../../src/domain/call/events/call-event.ts";
import type { JobKinds } from "../../../src/domain/job/ports.ts";
import { attemptKind } from "../../../src/domain/outreach/attempts/place-attempt.ts";
import { httpPlayer } from "../../../src/sandbox/player/player.ts";
import { startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { SettableTime } from "../../fakes/settable-time.ts";

const key = "key_of_the_proof";
const loopback = { host: "127.0.0.1", port: 0 } as const;

export type ProofWorld = Awaited<ReturnType<typeof openWorld>>;

/**
 * The server, sandbox and jobs of one installation, all on one clock that is moved by hand, with real HTTP between
 * them.
 */
export async function openWorld(startsAt: number) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-reminders-"));
  const time = new SettableTime(startsAt);
  const database = openSqlite(join(folder, "sandbox.db"), { synchronous: "OFF" });
  await migrate(database);
  const store = sqlStore(database);
  const installation = { database, revisions: sqlClinicRevisions(database), clock: time, newId };
  const server = await startServerOn(installation, { keys: [key], logLevel: "silent", address: loopback });
  const player = httpPlayer({ apiKey: key, clock: time, wait: time.wait });
  const retell = { databasePath: join(folder, "retell.db"), apiKey: key, clock: time, callPlayer: player };
  const sandbox = await startSandbox(retell);
  const client = retellClient({ apiKey: key, baseUrl: sandbox.url });
  const calls = retellCallPlatform(client);
  const limits = { outboundLines: null, reservedLines: null, callsPerSecond: 5 };
  const dialling = await callingOn({ database, callsOf: async () => calls, limits, clock: time, newId });
  const kinds: JobKinds = {
    ...(await outreachKindsOn(installation)),
    dial: attemptKind(() => Promise.resolve({ clinics: store.clinics, dialling })),
    "call-event": {
      run: callEventHandler({
        events: new SqlCallEventStore(database.fleet),
        calls: new SqlCallLedger(database.fleet),
        clock: time,
      }),
    },
  };
  return {
    time,
    database,
    store,
    player,
    kinds,
    client: new Retell({ apiKey: key, baseURL: sandbox.url, logLevel: "off" }),
    agentId: await publishedAgent(client, server.url),
    control: (path: string, body: object) => posted(`${sandbox.url}${path}`, body),
    /** How many requests met a fault. */
    struck: () => faultsFired(sandbox.url),
    close: async () => {
      await sandbox.close();
      await server.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The shipped agent, with its functions and events at the server. */
async function publishedAgent(client: Retell, url: string): Promise<string> {
  const platform = retellAgentPlatform(client);
  const desired = desiredAgent(await readTemplate({ PUBLIC_URL: url }), sha256);
  const flow = await platform.createFlow(flowBody(desired, "proof"));
  const agent = await platform.createAgent(agentBody(desired, flow));
  await platform.publishAgent(agent);
  return agent.agentId;
}

const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };

const plantedFaults = z.object({ items: z.array(z.object({ fired: z.number() })) });

async function faultsFired(url: string): Promise<number> {
  const { items } = plantedFaults.parse(await (await fetch(`${url}/_sandbox/faults`, { headers })).json());
  return items.reduce((sum, { fired }) => sum + fired, 0);
}

async function posted(url: string, body: object): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the sandbox refused: ${await answer.text()}`);
}
