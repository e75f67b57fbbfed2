import { MINUTE_MS } from "../../clock.ts";
import type { Kysely } from "kysely";
import type { FunctionReplies, SignedRequest } from "../../domain/call/ports.ts";
import { aboutClinic } from "./about-clinic.ts";
import type { SqlDatabase } from "./database.ts";
import type { FleetSchema } from "./schema.ts";
import { type Given, changeAbout, fleetChange } from "./statement.ts";

/** A signature is accepted up to five minutes before and after its time. */
const keptMs = 10 * MINUTE_MS;

/** In the database, so that every process sees the answers of the others. New replies delete expired ones. */
export class SqlFunctionReplies implements FunctionReplies {
  readonly #database: Kysely<FleetSchema>;
  readonly #settled: () => Promise<void>;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor({ nonDurable, settled }: Pick<SqlDatabase, "nonDurable" | "settled">) {
    this.#database = nonDurable;
    this.#settled = settled;
  }

  async claim(request: SignedRequest, now: number): Promise<{ readonly reply: string | null } | undefined> {
    const { clinicId, digest, callId } = request;
    // A clock may also have been set back.
    if (Math.abs(now - this.#sweptAt) >= MINUTE_MS) {
      this.#sweptAt = now;
      await forget(this.#database, { before: now - keptMs });
    }
    const added = await claim(this.#database, { clinicId, digest, callId, askedAt: now });
    if (added === 1) return undefined;
    return { reply: (await this.find(request)) ?? null };
  }

  async find({ clinicId, digest }: SignedRequest): Promise<string | null | undefined> {
    const row = await aboutClinic(this.#database, clinicId)
      .selectFrom("functionReplies")
      .select("reply")
      .where("clinicId", "=", clinicId)
      .where("digest", "=", digest)
      .executeTakeFirst();
    return row?.reply;
  }

  async keep({ clinicId, digest }: SignedRequest, reply: string): Promise<void> {
    await keep(this.#database, { clinicId, digest, reply });
    // It may rest on what another request has written, and a power cut could still take.
    await this.#settled();
  }

  async release({ clinicId, digest }: SignedRequest): Promise<void> {
    await aboutClinic(this.#database, clinicId)
      .deleteFrom("functionReplies")
      .where("clinicId", "=", clinicId)
      .where("digest", "=", digest)
      .execute();
  }
}

const forget = fleetChange((fleet, given: Given<{ readonly before: number }>) =>
  fleet.deleteFrom("functionReplies").where("askedAt", "<", given("before")),
);

const claim = fleetChange((fleet, given: Given<SignedRequest & { readonly askedAt: number }>) =>
  fleet
    .insertInto("functionReplies")
    .values({
      clinicId: given("clinicId"),
      digest: given("digest"),
      callId: given("callId"),
      reply: null,
      askedAt: given("askedAt"),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

type KeptReply = Pick<SignedRequest, "clinicId" | "digest"> & { readonly reply: string };

const keep = changeAbout((fleet, given: Given<KeptReply>) =>
  fleet
    .updateTable("functionReplies")
    .set({ reply: given("reply") })
    .where("clinicId", "=", given("clinicId"))
    .where("digest", "=", given("digest")),
);
