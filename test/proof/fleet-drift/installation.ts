import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type Retell from "retell-sdk";
import { z } from "zod";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import { retellNumberPlatform } from "../../../src/adapters/retell/number-platform.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { recordOf } from "../../../src/domain/fleet/numbers/change-number.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { type PinnedAgent, bindingOf } from "../../../src/domain/number/number.ts";
import { main } from "../../../src/main.ts";
import { startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const key = "key_of_the_fleet_drift_proof";
const publicUrl = "https://voice.example.com";

export interface Told {
  readonly code: number;
  readonly data: unknown;
  readonly milliseconds: number;
}

/** An installation with its own sandbox. `dashboard` is the official SDK, with which another person edits. */
export interface Installation {
  readonly dashboard: Retell;
  command(argv: readonly string[]): Promise<Told>;
  inStore<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** Counts the requests to Retell during the work, by operation. */
  counted<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly calls: Readonly<Record<string, number>> }>;
  close(): Promise<void>;
}

const envelope = z.object({ data: z.unknown() });
const totals = z.object({ operations: z.record(z.string(), z.number()) });

export async function install(): Promise<Installation> {
  const cwd = mkdtempSync(join(tmpdir(), "ascendia-fleet-drift-"));
  const sandbox = await startSandbox({ databasePath: join(cwd, "retell.db"), apiKey: key, clock: systemClock });
  const env = { RETELL_BASE_URL: sandbox.url, RETELL_API_KEY: key, ASCENDIA_PUBLIC_URL: publicUrl };
  const control = (method: string) =>
    fetch(`${sandbox.url}/_sandbox/requests?limit=1`, { method, headers: { authorization: `Bearer ${key}` } });
  return {
    dashboard: retellClient({ apiKey: key, baseUrl: sandbox.url }),
    command: (argv) => run([...argv, "--json"], { cwd, env }),
    inStore: async (work) => {
      const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
      try {
        return await work(sqlStore(database));
      } finally {
        await database.close();
      }
    },
    counted: async (work) => {
      await control("DELETE");
      const result = await work();
      return { result, calls: totals.parse(await (await control("GET")).json()).operations };
    },
    close: async () => {
      await sandbox.close();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

async function run(
  argv: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Told> {
  const stdout = new PassThrough();
  const began = performance.now();
  const code = await main(argv, { env, cwd: () => cwd, stdin: new PassThrough(), stdout, stderr: new PassThrough() });
  const milliseconds = performance.now() - began;
  stdout.end();
  let text = "";
  for await (const chunk of stdout) text += String(chunk);
  return { code, data: text === "" ? undefined : envelope.parse(JSON.parse(text)).data, milliseconds };
}

export function phoneNumberOf(index: number): string {
  return `+22901970${String(index).padStart(5, "0")}`;
}

export function slugOf(index: number): string {
  return `clinic-${String(index).padStart(4, "0")}`;
}

/** Adds active clinics, each with a doctor, hours and a number at Retell, bound as onboarding would bind it. */
export async function addClinics(count: number, agent: PinnedAgent, here: Installation) {
  const numbers = retellNumberPlatform(here.dashboard);
  await here.inStore(async (store) => {
    for (let index = 0; index < count; index += 1) {
      const clinic = clinicAt(index);
      await store.clinics.add(clinic);
      const { doctors, openingHours, number } = store.scope(clinic.id);
      await doctors.add({ id: newId(), name: "Awa Test", specialty: "Dentiste", email: null, active: true });
      await openingHours.setForClinic(parseOpeningHours("Mon-Fri 08:00-12:30,14:00-18:00"));
      const order = { phoneNumber: phoneNumberOf(index), terminationUri: "trunk.example.com", username: null };
      const trunk = { kind: "import", ...order, passwordVariable: null, transport: null, password: null } as const;
      await number.save(recordOf(await numbers.importNumber(trunk, bindingOf(clinic, agent, publicUrl))));
    }
  });
}

function clinicAt(index: number): Clinic {
  return testClinic({
    id: newId(),
    slug: slugOf(index),
    name: `Clinique ${index}`,
    address: `${index} rue des Essais, Cotonou`,
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    ownerEmail: "owner@example.com",
    createdAt: systemClock.now(),
  });
}
