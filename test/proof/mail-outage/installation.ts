import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { mailOf, paragraph } from "../../../src/domain/mail/mail.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const clinic: Clinic = testClinic({
  slug: "clinique-test",
  name: "Clinique Test",
  address: "1 rue des Essais, Cotonou",
  country: "BJ",
  timezone: "Africa/Porto-Novo",
  ownerEmail: "owner@example.com",
});

interface State {
  readonly sent: number;
  /** The mails with at least one attempt. */
  readonly tried: number;
}

export interface Worker {
  kill(): Promise<void>;
  /** Ends it like Ctrl-C. */
  end(): Promise<void>;
}

export type Installation = Awaited<ReturnType<typeof installation>>;

const binary = resolve("bin/ascendia.js");
const longestMs = 60_000;
const lookEveryMs = 20;

/** A clinic whose outbox has that many mails, in a folder of its own. */
export async function installation(mails: number) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-mail-"));
  const path = join(folder, ".ascendia", "sandbox.db");
  await promiseMails(path, mails);
  const database = keepStatements(new BetterSqlite3(path, { timeout: 10_000 }));
  const count = (where: string) =>
    database.prepare<[], number>(`select count(*) from outbox where ${where}`).pluck().get() ?? 0;
  const state = (): State => {
    return { sent: count("state = 'sent'"), tried: count("attempts > 0") };
  };
  let begun = 0;
  return {
    messageIds: new Set(Array.from({ length: mails }, (_, index) => `<mail-${index}@example.org>`)),
    state,
    startWorker: (url: string) => startWorker(folder, url),
    until: async (isSo: (state: State) => boolean): Promise<void> => {
      const deadline = performance.now() + longestMs;
      while (!isSo(state())) {
        if (performance.now() > deadline) throw new Error(`it did not come to it: ${JSON.stringify(state())}`);
        await wait(lookEveryMs);
      }
    },
    /** Ends the leases of the killed worker's jobs and mails. */
    passTime: (): void => {
      begun += database.prepare("update outbox set attempted_at = 0 where state = 'sending'").run().changes;
      database.prepare("update jobs set ready_at = 0, leased_until = 0 where state = 'running'").run();
    },
    /** Mails that were being sent when a worker was killed: each may arrive once more. */
    begunAtKills: (): number => begun,
    remove: (): void => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function promiseMails(path: string, mails: number): Promise<void> {
  const store = sqlStore(await openDatabase(path, "sandbox"));
  await store.clinics.add(clinic);
  const { outbox } = store.scope(clinic.id);
  for (let index = 0; index < mails; index += 1) {
    const text = { language: "fr", subject: `Message ${index}`, parts: [paragraph(`Le message ${index}.`)] } as const;
    const about = { kind: "call-summary", key: `call ${index}`, recipient: "owner@example.com" } as const;
    await outbox.add(mailOf(text, { ...about, id: `mail-${index}`, createdAt: Date.now() }));
  }
  await store.close();
}

function startWorker(cwd: string, url: string): Worker {
  const env = { PATH: process.env["PATH"], SMTP_URL: url, MAIL_FROM: "reception@example.org", LOG_LEVEL: "error" };
  const child = spawn(process.execPath, [binary, "worker"], { cwd, env, stdio: "ignore" });
  return { kill: () => ended(child, "SIGKILL"), end: () => ended(child, "SIGTERM") };
}

async function ended(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
}
