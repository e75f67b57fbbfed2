import BetterSqlite3 from "better-sqlite3";
import Retell from "retell-sdk";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import type { Installation } from "../provisioning/installation.ts";

/** Everything that an interrupted run could have duplicated or left out, without ids. */
export async function stateOf({ sandbox, database }: Pick<Installation, "sandbox" | "database">) {
  const client = new Retell({ apiKey: sandbox.apiKey, baseURL: sandbox.url, logLevel: "off" });
  const { items: flows } = await client.conversationFlow.list({ limit: 1000 });
  const { items: agents } = await client.agent.list({ limit: 1000 });
  const { items: numbers } = await client.phoneNumber.list({ limit: 1000 });
  const versions = await Promise.all(agents.map(({ agent_id: id }) => client.agent.listVersions(id, { limit: 1000 })));
  const store = keepStatements(new BetterSqlite3(database, { readonly: true }));
  const rows = (sql: string): readonly unknown[] => store.prepare<[]>(sql).all();
  const slugOf = store.prepare<[string], string>("select slug from clinics where id = ?").pluck();
  try {
    return {
      flows: flows.length,
      agents: agents.length,
      versions: versions.map(({ items }) =>
        items.map(({ version, is_published: isPublished }) => ({ version, isPublished })),
      ),
      numbers: numbers
        .map((number) => ({
          number: number.phone_number,
          nickname: number.nickname ?? null,
          agentVersions: number.inbound_agents?.map(({ agent_version: version }) => version) ?? [],
          clinic: slugOf.get(number.inbound_webhook_url?.split("/").at(-1) ?? "") ?? null,
        }))
        .toSorted((a, b) => a.number.localeCompare(b.number)),
      clinics: rows("select slug, status from clinics order by slug"),
      clinicNumbers: rows(
        "select slug, phone_number, agent_version from phone_numbers join clinics on clinics.id = clinic_id order by slug",
      ),
      doctors: rows(
        "select clinics.slug, doctors.name from doctors join clinics on clinics.id = clinic_id order by 1, 2",
      ),
      mails: rows("select slug, kind from outbox join clinics on clinics.id = clinic_id order by slug, kind"),
      masters: rows("select version from agents"),
      writtenVersions: rows(
        "select version, published_at is not null as published from agent_versions order by version",
      ),
      acts: rows("select action, count(*) as times from audit group by action order by action"),
    };
  } finally {
    store.close();
  }
}

export type State = Awaited<ReturnType<typeof stateOf>>;

/** Numbers at Retell that no clinic in the store has, and clinics' numbers that are not at Retell. */
export function strays({ numbers, clinicNumbers }: State): number {
  const stored = JSON.stringify(clinicNumbers);
  const listed = JSON.stringify(numbers);
  const orphans = numbers.filter(({ number }) => !stored.includes(number)).length;
  const missing = clinicNumbers.filter((row) => {
    const number = /"phone_number":"(?<number>[^"]+)"/u.exec(JSON.stringify(row))?.groups?.["number"];
    return number === undefined || !listed.includes(number);
  }).length;
  return orphans + missing;
}
