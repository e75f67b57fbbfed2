import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import Retell from "retell-sdk";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { type RunningSandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { type RunningProxy, startProxy } from "./proxy.ts";

/** A working folder with its database, its sandbox, and the proxy in front of the sandbox. */
export interface Installation {
  readonly folder: string;
  readonly database: string;
  readonly proxy: RunningProxy;
  readonly sandbox: RunningSandbox;
  close(): Promise<void>;
}

/**
 * Creates an empty installation, or a copy of another one that is closed. A file's content is its text, or a value that
 * is written as JSON.
 */
export async function install(files: Readonly<Record<string, unknown>>, from?: string): Promise<Installation> {
  const folder = mkdtempSync(join(fastFolder(), "ascendia-kill-"));
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  const databasePath = join(folder, "retell.db");
  const sandbox = await startSandbox({ databasePath, apiKey: "key_of_the_proof", clock: systemClock });
  const proxy = await startProxy(sandbox);
  return {
    folder,
    database: join(folder, ".ascendia", "sandbox.db"),
    proxy,
    sandbox,
    close: async () => {
      await proxy.close();
      await sandbox.close();
    },
  };
}

/** In memory if the system offers that: processes are killed here, but the power is never cut. */
function fastFolder(): string {
  return existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
}

export function remove({ folder }: Pick<Installation, "folder">): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The steps that the journal has of a finished run, in order. */
export function stepsOf(subject: string, { database }: Installation): readonly string[] {
  const store = keepStatements(new BetterSqlite3(database, { readonly: true }));
  try {
    const lines = store.prepare<[string], string>("select step from journal where subject like ? order by rowid");
    return lines.pluck().all(`${subject}:%`);
  } finally {
    store.close();
  }
}

/** Counts what exists at Retell and in the store. */
export async function inventory({ sandbox, database }: Installation) {
  const client = new Retell({ apiKey: sandbox.apiKey, baseURL: sandbox.url, logLevel: "off" });
  const { items: flows } = await client.conversationFlow.list({ limit: 1000 });
  const { items: agents } = await client.agent.list({ limit: 1000 });
  const { items: numbers } = await client.phoneNumber.list({ limit: 1000 });
  const store = keepStatements(new BetterSqlite3(database, { readonly: true }));
  const count = (sql: string): number => store.prepare<[], number>(sql).pluck().get() ?? 0;
  try {
    return {
      flows: flows?.length ?? 0,
      agents: agents?.length ?? 0,
      numbers: numbers?.length ?? 0,
      masters: count("select count(*) from agents"),
      active: count("select count(*) from clinics where status = 'active'"),
      clinics: count("select count(*) from clinics"),
      doctors: count("select count(*) from doctors"),
      mails: count("select count(*) from outbox"),
      bound: numbers?.filter((number) => number.inbound_agents?.length === 1 && number.inbound_webhook_url).length ?? 0,
    };
  } finally {
    store.close();
  }
}
