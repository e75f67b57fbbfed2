import { readFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import Retell from "retell-sdk";
import * as z from "zod";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import type { Endpoint } from "../provisioning/child.ts";

export interface FleetState {
  readonly clinics: number;
  readonly active: number;
  readonly mails: number;
  readonly numbers: number;
  /** Numbers whose webhook names an active clinic with exactly this number. */
  readonly owned: number;
  /** Paid for, but used by no clinic. */
  readonly orphans: number;
}

/** The state at Retell and in the store, read from both without ascendia. */
export async function fleetState(folder: string, endpoint: Endpoint): Promise<FleetState> {
  const numbers = await allNumbers(endpoint);
  const store = keepStatements(new BetterSqlite3(join(folder, ".ascendia", "sandbox.db"), { readonly: true }));
  const count = (sql: string): number => store.prepare<[], number>(sql).pluck().get() ?? 0;
  try {
    const ownerOf = store
      .prepare<[string], string>(
        "select clinics.id from clinics join phone_numbers on phone_numbers.clinic_id = clinics.id " +
          "where clinics.status = 'active' and phone_numbers.phone_number = ?",
      )
      .pluck();
    const owned = numbers.filter(({ phone_number: number, inbound_webhook_url: url }) => {
      const owner = ownerOf.get(number);
      return owner !== undefined && url?.endsWith(`/webhooks/retell/inbound/${owner}`) === true;
    }).length;
    return {
      clinics: count("select count(*) from clinics"),
      active: count("select count(*) from clinics where status = 'active'"),
      mails: count("select count(*) from outbox"),
      numbers: new Set(numbers.map(({ phone_number: number }) => number)).size,
      owned,
      orphans: numbers.length - owned,
    };
  } finally {
    store.close();
  }
}

async function allNumbers({ url, apiKey }: Endpoint) {
  const client = new Retell({ apiKey, baseURL: url, logLevel: "off" });
  const found = [];
  let key: string | undefined;
  do {
    const page = await client.phoneNumber.list({ limit: 1000, ...(key === undefined ? {} : { pagination_key: key }) });
    found.push(...(page.items ?? []));
    key = page.has_more ? page.pagination_key : undefined;
  } while (key !== undefined);
  return found;
}

const account = z.object({ state: z.string(), counts: z.record(z.string(), z.number()), rows: z.array(z.unknown()) });

export function resultFile(folder: string) {
  return account.parse(JSON.parse(readFileSync(join(folder, "clinics.result.json"), "utf8")));
}
