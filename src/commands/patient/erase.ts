import type { Command } from "commander";
import { requireClinic } from "../../domain/fleet/ports.ts";
import {
  type ErasePlan,
  type ErasePorts,
  type Erasure,
  erasePatient,
  planErasure,
} from "../../domain/privacy/erase-patient.ts";
import { type Person, type Remains, mentions, personPattern } from "../../domain/privacy/person.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicFlag, addClinicOption, namedClinic, openBookings, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { forgetRecordings } from "../forget-recordings.ts";
import { changeAndRecord, recordRead } from "../record-change.ts";
import { confirmByTyping } from "../typed-confirmation.ts";
import { personNamed } from "./person-named.ts";

export function planText({ person, rows, coming }: ErasePlan): string {
  const shared = person.sharedPhones.length + person.sharedNames.length;
  return [
    "What the clinic stores about this person:",
    ...Object.entries(rows).map(([table, count]) => `  ${table} ${count}`),
    ...(coming.length === 0 ? [] : [`Upcoming appointments: ${coming.length}, cancelled with --cancel.`]),
    ...(shared === 0
      ? []
      : ["Someone else at the clinic shares the number or name: their data stays, as do calls from that number."]),
  ].join("\n");
}

/** @param left where removed data may still be stored; null: nowhere */
export function erasureText({ cancelled, erased }: Erasure, left: string | null): string {
  const tables = Object.entries(erased).map(([table, count]) => `  ${table} ${count}`);
  return [
    `Erased${left === null ? ", and the database file rewritten" : ""}. Rows changed or removed:`,
    ...tables,
    ...(cancelled === 0 ? [] : [`Appointments cancelled: ${cancelled}.`]),
    ...(left === null ? [] : [left]),
    "Not covered: calls and recordings at Retell, backups, exports, emails already sent.",
  ].join("\n");
}

interface EraseFlags extends ClinicFlag {
  readonly cancel?: boolean;
  readonly confirm?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("erase one person's data from a clinic; appointments keep only their time, doctor and status")
    .argument(
      "<patient>",
      "patient id or its last characters as shown by patient:list, or a phone number: everyone who has it",
    )
    .option("--cancel", "cancel upcoming appointments first; without it, they block the erasure")
    .option("--confirm <slug>", "the clinic's slug, needed with --yes")
    .option("--reason <text>", "reason for the audit log, which is never erased: do not name anyone")
    .action(async (patient: string, flags: EraseFlags) =>
      erase(await namedClinic(flags, context), patient, { flags, context }),
    );
}

async function erase(
  idOrSlug: string,
  named: string,
  { flags, context }: { readonly flags: EraseFlags; readonly context: Context },
): Promise<void> {
  const store = await context.store();
  const { slug } = await requireClinic(idOrSlug, store.clinics);
  const { clinic, ports: bookings } = await openBookings({ clinic: slug }, context);
  const { people } = store.scope(clinic.id);
  const ports: ErasePorts = {
    people,
    bookings,
    atomically: (work) => context.atomically(work),
  };
  const plan = await planErasure(await personNamed(named, clinic, people), ports);
  const reason = reasonFrom(flags);
  assertUnnamed(reason, plan.person);
  const cancel = flags.cancel === true;
  if (flags.dryRun === true) {
    const { rows, coming } = plan;
    const shown = { patients: plan.person.patientIds, ...rows };
    await recordRead({ action: "patient:erase --dry-run", subject: `clinic:${slug}`, shown }, context);
    return context.output.result({ dry_run: true, clinic: slug, rows, coming: coming.length }, () => planText(plan));
  }
  context.output.note(planText(plan));
  if (plan.coming.length === 0 || cancel) {
    await confirmByTyping({ expected: slug, purpose: "erase this person there", given: flags.confirm }, context);
  }
  const erasure = await recorded(plan, { cancel, slug, reason }, { ports, context });
  const left = await store.purge();
  await forgetRecordings(context);
  refuseRemains(erasure, await people.remains(plan.person));
  const { cancelled, erased } = erasure;
  context.output.result({ dry_run: false, clinic: slug, cancelled, erased }, () => erasureText(erasure, left));
}

/** The log is tamper-evident: a name in it could never be erased. */
function assertUnnamed(reason: string | null, person: Person): void {
  if (reason === null || !mentions(reason, personPattern(person))) return;
  throw new AscendiaError(
    "invalid",
    "--reason names the person, but it goes into the audit log, which is never erased.",
    {
      hint: "Use a reason without a name or number. Nothing was done.",
    },
  );
}

interface Acting {
  readonly ports: ErasePorts;
  readonly context: Context;
}

/** The log contains only ids. */
async function recorded(
  plan: ErasePlan,
  { cancel, slug, reason }: { readonly cancel: boolean; readonly slug: string; readonly reason: string | null },
  { ports, context }: Acting,
): Promise<Erasure> {
  return changeAndRecord(
    () => erasePatient(plan, { cancel }, ports),
    () => ({
      action: "patient:erase",
      clinic: { slug },
      before: { patients: plan.person.patientIds, rows: plan.rows },
      after: null,
      reason,
    }),
    context,
  );
}

function refuseRemains({ erased }: Erasure, remains: readonly Remains[]): void {
  if (remains.length === 0) return;
  const places = remains.map(({ table, rows }) => `${table} (${rows})`).join(", ");
  throw new AscendiaError("failed", `The person is erased, but still named in: ${places}.`, {
    hint: "Reasons that staff wrote are part of the audit log and cannot be changed.",
    detail: { erased, remains },
  });
}
