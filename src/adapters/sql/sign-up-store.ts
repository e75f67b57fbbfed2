import type { Kysely } from "kysely";
import {
  type SignUp,
  type SignUpDecision,
  type SignUpStore,
  MOST_WAITING,
} from "../../domain/clinic/requests/sign-up.ts";
import type { FleetSchema } from "./schema.ts";

const OPEN_KEY = "sign_up_form";

export class SqlSignUpStore implements SignUpStore {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async isOpen(): Promise<boolean> {
    const row = await this.#fleet.selectFrom("meta").select("value").where("key", "=", OPEN_KEY).executeTakeFirst();
    return row?.value === "open";
  }

  async setOpen(isOpen: boolean): Promise<void> {
    const value = isOpen ? "open" : "closed";
    await this.#fleet
      .insertInto("meta")
      .values({ key: OPEN_KEY, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
  }

  list({ isWaitingOnly }: Parameters<SignUpStore["list"]>[0]): Promise<readonly SignUp[]> {
    const all = this.#fleet.selectFrom("signUps").selectAll().orderBy("receivedAt", "desc").orderBy("id", "desc");
    return (isWaitingOnly ? all.where("state", "=", "waiting") : all).execute();
  }

  add(signUp: SignUp): Promise<boolean> {
    return this.#fleet.transaction().execute(async (transaction) => {
      const waiting = await new SqlSignUpStore(transaction).list({ isWaitingOnly: true });
      if (waiting.some(({ formJson }) => formJson === signUp.formJson)) return true;
      if (waiting.length >= MOST_WAITING) return false;
      await transaction.insertInto("signUps").values(signUp).execute();
      return true;
    });
  }

  async decide(id: string, decision: SignUpDecision): Promise<boolean> {
    const decided = await this.#fleet
      .updateTable("signUps")
      .set({ ...decision, formJson: null })
      .where("id", "=", id)
      .where("state", "=", "waiting")
      .returning("id")
      .executeTakeFirst();
    return decided !== undefined;
  }
}
