import type { Kysely } from "kysely";
import type { AccountListStore } from "../../../domain/agent/content/contract-drift.ts";
import type { AccountLists } from "../../../flow/schema/retell-lists.ts";
import type { FleetSchema } from "../schema.ts";

const KEY = "retell_lists";

export class SqlAccountLists implements AccountListStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async read(): Promise<AccountLists | undefined> {
    const row = await this.#database.selectFrom("meta").select("value").where("key", "=", KEY).executeTakeFirst();
    if (row === undefined) return undefined;
    const { accountListsSchema } = await import("./account-lists-row.ts");
    return accountListsSchema.parse(JSON.parse(row.value));
  }

  async save(lists: AccountLists): Promise<void> {
    const value = JSON.stringify(lists);
    await this.#database
      .insertInto("meta")
      .values({ key: KEY, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
  }
}
