import type { Kysely } from "kysely";
import type { OfferedSlot, OfferedSlotStore, WaitlistEntry, WaitlistStore } from "../../../domain/booking/ports.ts";
import type { Clinic } from "../../../domain/clinic/clinic.ts";
import { SqlClinicDirectory } from "../clinics/clinic-stores.ts";
import type { SqlDatabase } from "../database.ts";
import type { ClinicSchema, WaitlistRow } from "../schema.ts";
import { clinicStatement, expectOne, refusingDuplicates } from "../statement.ts";

/** Clinics that still hold a slot for a waitlisted patient whose offer has lapsed. */
export async function clinicsWithLapsedOffers({ fleet }: SqlDatabase, now: number): Promise<readonly Clinic[]> {
  const rows = await fleet
    .selectFrom("holds")
    .select("clinicId")
    .distinct()
    .where("waitlistEntryId", "is not", null)
    .where("expiresAt", "<=", now)
    .execute();
  const directory = new SqlClinicDirectory(fleet);
  const clinics = await Promise.all(rows.map(({ clinicId }) => directory.find(clinicId)));
  return clinics.flatMap((clinic) => (clinic?.status === "active" ? [clinic] : []));
}

export class SqlWaitlistStore implements WaitlistStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(entryId: string): Promise<WaitlistEntry | undefined> {
    const row = await this.#clinic.selectFrom("waitlist").selectAll().where("id", "=", entryId).executeTakeFirst();
    return row === undefined ? undefined : toEntry(row);
  }

  async inLine(): Promise<readonly WaitlistEntry[]> {
    return (await inLine(this.#clinic, {})).map(toEntry);
  }

  async add(entry: WaitlistEntry): Promise<void> {
    await this.#clinic.insertInto("waitlist").values(toRow(entry)).execute();
  }

  async update(entry: WaitlistEntry): Promise<void> {
    const row = toRow(entry);
    const result = await this.#clinic.updateTable("waitlist").set(row).where("id", "=", entry.id).executeTakeFirst();
    expectOne(result.numUpdatedRows, `waitlist entry ${entry.id}`);
  }
}

function toEntry(row: WaitlistRow): WaitlistEntry {
  return { ...row, mayCall: row.mayCall === 1 };
}

function toRow(entry: WaitlistEntry): WaitlistRow {
  return { ...entry, mayCall: entry.mayCall ? 1 : 0 };
}

const inLine = clinicStatement<WaitlistRow>((clinic) =>
  clinic
    .selectFrom("waitlist")
    .selectAll()
    .where("status", "in", ["waiting", "offered"])
    .orderBy("createdAt")
    .orderBy("id"),
);

export class SqlOfferedSlotStore implements OfferedSlotStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(offerId: string): Promise<OfferedSlot | undefined> {
    return allOffers(this.#clinic).where("id", "=", offerId).executeTakeFirst();
  }

  ofSlot({ doctorId, startsAt }: Pick<OfferedSlot, "doctorId" | "startsAt">): Promise<readonly OfferedSlot[]> {
    return allOffers(this.#clinic).where("doctorId", "=", doctorId).where("startsAt", "=", startsAt).execute();
  }

  open(): Promise<readonly OfferedSlot[]> {
    return openOffers(this.#clinic, {});
  }

  ofEntry(entryId: string): Promise<readonly OfferedSlot[]> {
    return allOffers(this.#clinic).where("entryId", "=", entryId).execute();
  }

  async add(offer: OfferedSlot): Promise<void> {
    await refusingDuplicates(this.#clinic, "The patient was offered that slot before.", () =>
      this.#clinic.insertInto("waitlistOffers").values(offer).execute(),
    );
  }

  async update(offer: OfferedSlot): Promise<void> {
    const result = await this.#clinic
      .updateTable("waitlistOffers")
      .set(offer)
      .where("id", "=", offer.id)
      .executeTakeFirst();
    expectOne(result.numUpdatedRows, `waitlist offer ${offer.id}`);
  }
}

function allOffers(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("waitlistOffers").selectAll().orderBy("offeredAt").orderBy("id");
}

const openOffers = clinicStatement<OfferedSlot>((clinic) => allOffers(clinic).where("state", "=", "open"));
