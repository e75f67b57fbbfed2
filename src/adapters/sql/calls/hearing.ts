import type { Kysely } from "kysely";
import type { HeardRequest, Hearing, Listener } from "../../../domain/call/requests/heard-request.ts";
import type { FleetSchema } from "../schema.ts";
import { MINUTE_MS } from "../../../clock.ts";
import type { FunctionReplies, RequestKey } from "../../../domain/call/ports.ts";
import { aboutClinic } from "../clinic-scope.ts";
import type { SqlDatabase } from "../database.ts";
import { type Param, changeAbout, fleetChange } from "../statement.ts";

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

/** A signature is accepted up to five minutes before and after its time. */
const keptMs = 10 * MINUTE_MS;

/**
 * Stored in the database, so that every process sees the answers of the others. Adding a reply deletes expired ones.
 */
export class SqlFunctionReplies implements FunctionReplies {
  readonly #database: Kysely<FleetSchema>;
  readonly #settled: () => Promise<void>;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor({ nonDurable, settled }: Pick<SqlDatabase, "nonDurable" | "settled">) {
    this.#database = nonDurable;
    this.#settled = settled;
  }

  async claim(request: RequestKey, now: number): Promise<{ readonly reply: string | null } | undefined> {
    const { clinicId, digest, callId } = request;
    // Compare the absolute difference: the clock may have been set back.
    if (Math.abs(now - this.#sweptAt) >= MINUTE_MS) {
      this.#sweptAt = now;
      await forget(this.#database, { before: now - keptMs });
    }
    const added = await claim(this.#database, { clinicId, digest, callId, askedAt: now });
    if (added === 1) return undefined;
    return { reply: (await this.find(request)) ?? null };
  }

  async find({ clinicId, digest }: RequestKey): Promise<string | null | undefined> {
    const row = await aboutClinic(this.#database, clinicId)
      .selectFrom("functionReplies")
      .select("reply")
      .where("clinicId", "=", clinicId)
      .where("digest", "=", digest)
      .executeTakeFirst();
    return row?.reply;
  }

  async keep({ clinicId, digest }: RequestKey, reply: string): Promise<void> {
    await keep(this.#database, { clinicId, digest, reply });
    // The reply may depend on another request's write that a power cut could still lose.
    await this.#settled();
  }

  async release({ clinicId, digest }: RequestKey): Promise<void> {
    await aboutClinic(this.#database, clinicId)
      .deleteFrom("functionReplies")
      .where("clinicId", "=", clinicId)
      .where("digest", "=", digest)
      .execute();
  }
}

const forget = fleetChange((fleet, param: Param<{ readonly before: number }>) =>
  fleet.deleteFrom("functionReplies").where("askedAt", "<", param("before")),
);

const claim = fleetChange((fleet, param: Param<RequestKey & { readonly askedAt: number }>) =>
  fleet
    .insertInto("functionReplies")
    .values({
      clinicId: param("clinicId"),
      digest: param("digest"),
      callId: param("callId"),
      reply: null,
      askedAt: param("askedAt"),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

type KeptReply = Pick<RequestKey, "clinicId" | "digest"> & { readonly reply: string };

const keep = changeAbout((fleet, param: Param<KeptReply>) =>
  fleet
    .updateTable("functionReplies")
    .set({ reply: param("reply") })
    .where("clinicId", "=", param("clinicId"))
    .where("digest", "=", param("digest")),
);
