import { setTimeout as wait } from "node:timers/promises";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import type { KilledServer } from "../event-storm/server.ts";
import { clinicId } from "../slot-race/clinic.ts";

interface Change {
  readonly servers: readonly Pick<KilledServer, "port">[];
  readonly store: Store;
  /** Cuts the connections over which the servers hear of changes. */
  readonly cut: () => Promise<void>;
  readonly rounds: number;
}

/** How long the news of a change may take: PostgreSQL tells of it after the commit. */
const NEWS_MS = 150;
/** By then everyone listens again. */
const AGAIN_MS = 1_200;

/** The clinic gets another name, by this process; each server's next caller hears that one. */
export async function greetings({ servers, store, cut, rounds }: Change) {
  const told: string[] = [];
  const deaf: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    told.push(...(await renamed(`Clinique ${round} avertie`, servers, store)));
    await cut();
    deaf.push(...(await renamed(`Clinique ${round} sourde`, servers, store)));
    await wait(AGAIN_MS);
  }
  const of = rounds * servers.length;
  return [
    { name: "callers hear a change made elsewhere", wrong: told.length, of, example: told[0] ?? "" },
    { name: "also when no word of it arrives", wrong: deaf.length, of, example: deaf[0] ?? "" },
  ];
}

/** @returns what servers answered that is wrong */
async function renamed(name: string, servers: Change["servers"], store: Store): Promise<readonly string[]> {
  const clinic = await store.clinics.find(clinicId);
  if (clinic === undefined) throw new Error("the clinic is gone");
  // Every server has an answer prepared, and remembers settings.
  await Promise.all(servers.map(({ port }) => heardAt(port)));
  await store.clinics.update({ ...clinic, name });
  await wait(NEWS_MS);
  const heard = await Promise.all(servers.map(({ port }) => heardAt(port)));
  return heard.filter((text) => !text.includes(name)).map(nameIn);
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
