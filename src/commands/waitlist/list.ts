import type { Command } from "commander";
import { shortId } from "../../domain/find-by-id.ts";
import type { WaitlistEntry } from "../../domain/booking/ports.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { table } from "../../terminal/table.ts";
import { type ClinicFlag, type StoredClinic, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordList, revealed } from "../record-change.ts";

interface ListFlags extends ClinicFlag {
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const entries = await stores.booking.stores.waitlist.inLine();
  const shown = { clinic, stores, now: context.clock.now(), reveal: flags.reveal === true };
  const lines = await Promise.all(entries.map((entry) => lineOf(entry, shown)));
  const read = { subject: `clinic:${clinic.slug}`, shown: { waitlist: lines.length } };
  await recordList({ action: revealed("waitlist:list", flags), count: lines.length, ...read }, context);
  context.output.result({ clinic: clinic.slug, waitlist: lines }, ({ waitlist }) =>
    waitlist.length === 0
      ? "The waitlist is empty."
      : table(
          ["id", "patient", "phone", "doctor", "from", "to", "part of day", "calls", "status", "kept", "last answer"],
          waitlist.map((line) => [
            shortId(line.id),
            line.patient,
            line.phone ?? "",
            line.doctor ?? "any",
            line.first_date,
            line.last_date,
            line.day_part ?? "any",
            line.calls ? "yes" : "no",
            line.status,
            line.offer === null ? "" : keptSaid(line.offer),
            answerSaid(line.earlier.at(-1)),
          ]),
        ),
  );
}

type Line = Awaited<ReturnType<typeof lineOf>>;

function keptSaid({ date, time, until, lapsed }: NonNullable<Line["offer"]>): string {
  return lapsed ? "expired: waitlist:pass-on" : `${date} ${time}, until ${until}`;
}

function answerSaid(earlier: Line["earlier"][number] | undefined): string {
  if (earlier === undefined) return "";
  const why = earlier.reason === null ? "" : ` (${earlier.reason})`;
  return `${earlier.date} ${earlier.time} ${earlier.state}${why}`;
}

interface Shown extends StoredClinic {
  readonly now: number;
  /** Full phone numbers instead of masked ones. */
  readonly reveal: boolean;
}

async function lineOf(entry: WaitlistEntry, { stores, clinic: { timezone }, now, reveal }: Shown) {
  const hold = entry.holdId === null ? undefined : await stores.booking.stores.holds.find(entry.holdId);
  const patient = await stores.booking.stores.patients.find(entry.patientId);
  const doctor = entry.doctorId === null ? undefined : await stores.doctors.find(entry.doctorId);
  return {
    id: entry.id,
    patient: patient?.name ?? "",
    phone: (reveal ? patient?.phone : maskNumber(patient?.phone)) ?? null,
    doctor: doctor?.name ?? null,
    first_date: entry.firstDate,
    last_date: entry.lastDate,
    day_part: entry.dayPart,
    calls: entry.mayCall,
    status: entry.status,
    earlier: await earlierOffers(entry, { stores, timezone }),
    offer:
      hold === undefined
        ? null
        : {
            date: dateAt(hold.startsAt, timezone),
            time: wallTimeAt(hold.startsAt, timezone),
            until: wallTimeAt(hold.expiresAt, timezone),
            kept_until: new Date(hold.expiresAt).toISOString(),
            lapsed: hold.expiresAt <= now,
          },
  };
}

/** The slots that were offered before, and how each offer ended. */
async function earlierOffers(
  { id }: WaitlistEntry,
  { stores, timezone }: Pick<StoredClinic, "stores"> & { readonly timezone: string },
) {
  const offers = await stores.booking.stores.offered.ofEntry(id);
  return offers
    .filter(({ state }) => state !== "open")
    .map(({ startsAt, state, reason }) => ({
      date: dateAt(startsAt, timezone),
      time: wallTimeAt(startsAt, timezone),
      state,
      reason,
    }));
}
