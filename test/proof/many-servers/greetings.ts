import { setTimeout as wait } from "node:timers/promises";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import type { KilledServer } from "../event-storm/server.ts";
import { percentile } from "../event-storm/senders.ts";
import { clinicId } from "../slot-race/clinic.ts";
import type { Check } from "./check.ts";

interface Change {
  readonly servers: readonly Pick<KilledServer, "port">[];
  readonly store: Store;
  /** Cuts the connections that report changes to the servers. */
  readonly cut: () => Promise<void>;
  readonly rounds: number;
}

/** PostgreSQL sends a notification after the commit. The delay is printed; a missing notification is a failure. */
const NEVER_MS = 10_000;
/** By then every server is listening again. */
const AGAIN_MS = 1_200;

/** This process renames the clinic; each server's callers soon hear the new name, and no longer the old one. */
export async function greetings({ servers, store, cut, rounds }: Change): Promise<readonly Check[]> {
  const told: Heard[] = [];
  const deaf: Heard[] = [];
  for (let round = 0; round < rounds; round += 1) {
    told.push(...(await renamed(`Clinique ${round} avertie`, servers, store)));
    await cut();
    deaf.push(...(await renamed(`Clinique ${round} sourde`, servers, store)));
    await wait(AGAIN_MS);
  }
  return [checkOf("callers hear a change made elsewhere", told), checkOf("also when no word of it arrives", deaf)];
}

interface Heard {
  /** The time until the new name was heard. */
  readonly ms: number;
  /** What was heard instead, or afterwards. */
  readonly wrong: string | undefined;
}

function checkOf(name: string, heard: readonly Heard[]): Check {
  const wrong = heard.flatMap((one) => (one.wrong === undefined ? [] : [one.wrong]));
  const times = heard.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const [median, slowest] = [0.5, 1].map((share) => percentile(times, share).toFixed(0));
  return { name, wrong: wrong.length, of: heard.length, example: wrong[0] ?? `after ${median} ms, slowest ${slowest}` };
}

async function renamed(name: string, servers: Change["servers"], store: Store): Promise<readonly Heard[]> {
  const clinic = await store.clinics.find(clinicId);
  if (clinic === undefined) throw new Error("the clinic is gone");
  // Makes every server prepare an answer and remember settings.
  await Promise.all(servers.map(({ port }) => heardAt(port)));
  await store.clinics.update({ ...clinic, name });
  const began = performance.now();
  return Promise.all(
    servers.map(async ({ port }) => {
      let text = await heardAt(port);
      while (!text.includes(name) && performance.now() - began < NEVER_MS) text = await heardAt(port);
      const ms = performance.now() - began;
      const after = await heardAt(port);
      return { ms, wrong: after.includes(name) ? undefined : nameIn(after) };
    }),
  );
}

function nameIn(text: string): string {
  return /"clinic_name":"([^"]*)"/u.exec(text)?.[1] ?? text.slice(0, 80);
}

async function heardAt(port: number): Promise<string> {
  const body = JSON.stringify({
    event: "call_inbound",
    call_inbound: { agent_id: "agent_x", agent_version: 1, from_number: "+14155550199", to_number: "+14155550100" },
  });
  const response = await fetch(`http://127.0.0.1:${port}/webhooks/retell/inbound/${clinicId}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-retell-signature": signBody(body, SANDBOX_API_KEY, Date.now()) },
    body,
  });
  return response.text();
}
