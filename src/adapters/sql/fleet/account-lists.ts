import type { Kysely } from "kysely";
import type { AccountListStore } from "../../../domain/agent/content/contract-drift.ts";
import type { AccountLists } from "../../../flow/schema/retell-lists.ts";
import { readMeta, writeMeta } from "../database.ts";
import type { FleetSchema } from "../schema.ts";

const KEY = "retell_lists";

export class SqlAccountLists implements AccountListStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async read(): Promise<AccountLists | undefined> {
    const value = await readMeta(this.#database, KEY);
    if (value === undefined) return undefined;
    const { accountListsSchema } = await import("./account-lists-row.ts");
    return accountListsSchema.parse(JSON.parse(value));
  }

  async save(lists: AccountLists): Promise<void> {
    const value = JSON.stringify(lists);
    await writeMeta(this.#database, KEY, value);
  }
}
