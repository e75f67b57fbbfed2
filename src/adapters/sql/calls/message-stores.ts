import { type Kysely, sql } from "kysely";
import type {
  FleetMessages,
  Message,
  MessageFilter,
  MessageStore,
  OpenMessages,
} from "../../../domain/call/message.ts";
import { type ListOrder, behind, containsText } from "../conditions.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";

const columns = [
  "id",
  "callId",
  "name",
  "phone",
  "text",
  "urgency",
  "createdAt",
  "doneAt",
] as const satisfies readonly (keyof Message)[];

const latest: ListOrder = { by: sql.ref("createdAt"), id: sql.ref("id"), direction: "desc" };

export class SqlMessageStore implements MessageStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(messageId: string): Promise<Message | undefined> {
    return this.#clinic.selectFrom("messages").select(columns).where("id", "=", messageId).executeTakeFirst();
  }

  ofCall(callId: string): Promise<readonly Message[]> {
    const messages = this.#clinic.selectFrom("messages").select(columns).where("callId", "=", callId);
    return messages.orderBy("createdAt").orderBy("id").execute();
  }

  list({ isOpenOnly, after, search, limit }: MessageFilter): Promise<readonly Message[]> {
    const all = this.#clinic.selectFrom("messages").select(columns);
    let messages = isOpenOnly ? all.where("doneAt", "is", null) : all;
    if (after !== undefined) messages = messages.where(behind(latest, after));
    if (search !== undefined) messages = messages.where(containsText(["id", "name", "phone", "text"], search));
    if (limit !== undefined) messages = messages.limit(limit);
    return messages.orderBy("createdAt", "desc").orderBy("id", "desc").execute();
  }

  async add(message: Message): Promise<void> {
    await this.#clinic.insertInto("messages").values(message).execute();
  }

  async update({ id, ...message }: Message): Promise<void> {
    await this.#clinic.updateTable("messages").set(message).where("id", "=", id).execute();
  }
}

export class SqlFleetMessages implements FleetMessages {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  open(): Promise<readonly OpenMessages[]> {
    return this.#database
      .selectFrom("messages")
      .innerJoin("clinics", "clinics.id", "messages.clinicId")
      .select("clinics.slug as clinicSlug")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .select(({ fn }) => fn.min<number>("messages.createdAt").as("oldestAt"))
      .where("messages.doneAt", "is", null)
      .groupBy("clinics.slug")
      .orderBy("clinics.slug")
      .execute();
  }
}
