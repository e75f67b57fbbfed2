import type { Kysely } from "kysely";
import type { HeardRequest, Hearing, Listener } from "../../domain/call/requests/heard-request.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlHearing implements Hearing {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async listen(listener: Listener): Promise<void> {
    await this.#fleet
      .insertInto("listeners")
      .values(listener)
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ untilAt: listener.untilAt }))
      .execute();
  }

  async leave(id: string): Promise<void> {
    await this.#fleet.deleteFrom("listeners").where("id", "=", id).execute();
  }

  async isListened(now: number): Promise<boolean> {
    const listener = this.#fleet.selectFrom("listeners").select("id").where("untilAt", ">", now).limit(1);
    return (await listener.executeTakeFirst()) !== undefined;
  }

  async keep(requests: readonly HeardRequest[]): Promise<void> {
    if (requests.length > 0)
      await this.#fleet
        .insertInto("heardRequests")
        .values([...requests])
        .execute();
  }

  since(answeredAt: number, limit: number): Promise<readonly HeardRequest[]> {
    return this.#fleet
      .selectFrom("heardRequests")
      .selectAll()
      .where("answeredAt", ">=", answeredAt)
      .orderBy("answeredAt")
      .orderBy("id")
      .limit(limit)
      .execute();
  }

  async forgetBefore(instant: number): Promise<boolean> {
    await this.#fleet.deleteFrom("heardRequests").where("answeredAt", "<", instant).execute();
    await this.#fleet.deleteFrom("listeners").where("untilAt", "<", instant).execute();
    return (await this.#fleet.selectFrom("heardRequests").select("id").limit(1).executeTakeFirst()) !== undefined;
  }

  async forgetAll(): Promise<number> {
    const [removed] = await this.#fleet.deleteFrom("heardRequests").execute();
    return Number(removed?.numDeletedRows ?? 0);
  }
}
