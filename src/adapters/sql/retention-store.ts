import type { Kysely } from "kysely";
import type { RetentionStore } from "../../domain/privacy/ports.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";

interface RetentionParts {
  readonly clinic: Kysely<ClinicSchema>;
  readonly fleet: Kysely<FleetSchema>;
  readonly clinicId: string;
}

const nothingSaid = {
  transcriptJson: null,
  transfersJson: null,
  variablesJson: null,
  analysisJson: null,
  metadataJson: null,
};

export class SqlRetentionStore implements RetentionStore {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  async eraseBefore(instant: number): Promise<Readonly<Record<string, number>>> {
    const { clinic, fleet, clinicId } = this.#parts;
    const counts = {
      calls: await clinic
        .updateTable("calls")
        .set(nothingSaid)
        .where("calledAt", "<", instant)
        .where((call) => call.or([call("transcriptJson", "is not", null), call("variablesJson", "is not", null)]))
        .executeTakeFirst(),
      callEvents: await fleet
        .updateTable("callEvents")
        .set({ body: "{}" })
        .where("clinicId", "=", clinicId)
        .where("receivedAt", "<", instant)
        .where("body", "!=", "{}")
        .executeTakeFirst(),
    };
    const removed = {
      outbox: await clinic.deleteFrom("outbox").where("createdAt", "<", instant).executeTakeFirst(),
      socketDialogues: await clinic.deleteFrom("socketDialogues").where("updatedAt", "<", instant).executeTakeFirst(),
    };
    const changed = Object.entries(counts).map(
      ([table, { numUpdatedRows }]) => [table, Number(numUpdatedRows)] as const,
    );
    const gone = Object.entries(removed).map(([table, { numDeletedRows }]) => [table, Number(numDeletedRows)] as const);
    return Object.fromEntries([...changed, ...gone].filter(([, count]) => count > 0));
  }
}
