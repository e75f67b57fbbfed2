import type { Command } from "commander";
import { shortId } from "../../domain/find-by-id.ts";
import { dollars } from "../../domain/number/number.ts";
import { assumedCents } from "../../domain/outreach/outreach-settings.ts";
import { planReminders, isDueForOrder, runReminders } from "../../domain/outreach/reminders/plan-reminders.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { counted, table } from "../../terminal/table.ts";
import { type ClinicsFlags, addClinicOption, agreeTo, chosenClinics } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord, recordList } from "../record-change.ts";
import { type ClinicPlan, countsOf, reminderJson } from "./plan-view.ts";

interface RunFlags extends ClinicsFlags {
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description(
      "order the reminder calls of the next 24 hours, once per appointment and lead time; serve and worker do so every 5 minutes",
    )
    .option("--all", "all clinics")
    .action((flags: RunFlags) => run(flags, context));
}

/** `dialId` is null until a call is ordered. */
interface Ordered extends ClinicPlan {
  readonly calls: readonly {
    readonly reminder: ClinicPlan["plan"]["reminders"][number];
    readonly dialId: string | null;
  }[];
}

async function run(flags: RunFlags, context: Context): Promise<void> {
  const isDryRun = flags.dryRun === true;
  const done: Ordered[] = [];
  const clinics = await chosenClinics(flags, context);
  if (!isDryRun) await agreeToCalls(clinics, context);
  for (const clinic of clinics) {
    const each = isDryRun ? await rehearsed(clinic, context) : await ordered(clinic, context);
    done.push(each);
    if (isDryRun) await recordRehearsal(each, context);
  }
  const data = {
    dry_run: isDryRun,
    clinics: done.map(({ clinic, plan, calls }) => ({
      clinic: clinic.slug,
      ordered: calls.length,
      not_ordered: plan.reminders.length - calls.length,
      reasons: countsOf(plan).reasons,
      calls: calls.map(({ reminder, dialId }) => ({ dial_id: dialId, ...reminderJson(reminder, false) })),
    })),
  };
  context.output.result(data, () => done.map((each) => orderedText(each, isDryRun)).join("\n"));
}

/** Calls cost money and ring at people's homes, so the question says once more how many. */
async function agreeToCalls(clinics: readonly ClinicPlan["clinic"][], context: Context): Promise<void> {
  let calls = 0;
  for (const clinic of clinics) calls += (await rehearsed(clinic, context)).calls.length;
  if (calls === 0) return;
  await agreeTo(`Order ${counted(calls, "call")}, for about ${dollars(calls * assumedCents)}?`, context);
}

async function recordRehearsal({ clinic, calls }: Ordered, context: Context): Promise<void> {
  const read = { subject: `clinic:${clinic.slug}`, shown: { contacts: calls.length } };
  await recordList({ action: "reminder:run --dry-run", count: calls.length, ...read }, context);
}

async function rehearsed(clinic: ClinicPlan["clinic"], context: Context): Promise<Ordered> {
  const plan = await planReminders(await context.bookings(clinic), context.clock.now());
  const due = plan.reminders.filter((reminder) => isDueForOrder(reminder, plan));
  return { clinic, plan, calls: due.map((reminder) => ({ reminder, dialId: null })) };
}

async function ordered(clinic: ClinicPlan["clinic"], context: Context): Promise<Ordered> {
  const ports = await context.bookings(clinic);
  const made = await changeAndRecord(
    () => runReminders(ports),
    ({ ordered: calls }) => ({
      action: "reminder:run",
      clinic,
      before: null,
      after: calls.length === 0 ? null : { dials: calls.map(({ attempt }) => attempt.id) },
    }),
    context,
  );
  return {
    clinic,
    plan: made.plan,
    calls: made.ordered.map(({ reminder, attempt }) => ({ reminder, dialId: attempt.id })),
  };
}

function orderedText({ clinic, plan, calls }: Ordered, isDryRun: boolean): string {
  const left = plan.reminders.length - calls.length;
  const verb = isDryRun ? "would be ordered" : "ordered";
  const head = `${clinic.name}: ${counted(calls.length, "call")} ${verb}, ${left} not (see ascendia reminder:plan ${clinic.slug})`;
  if (calls.length === 0) return head;
  const rows = calls.map(({ reminder: { dueAt, contact, startsAt }, dialId }) => [
    momentSaid(dueAt, clinic.timezone),
    contact.name,
    momentSaid(startsAt, clinic.timezone),
    dialId === null ? "" : shortId(dialId),
  ]);
  return [head, table(["call", "name", "appointment", "attempt"], rows)].join("\n");
}

function momentSaid(instant: number | null, zone: string): string {
  return instant === null ? "" : `${dateAt(instant, zone)} ${wallTimeAt(instant, zone)}`;
}
