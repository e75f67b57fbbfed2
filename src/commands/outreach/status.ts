import type { Command } from "commander";
import { type Clinic, accountOf } from "../../domain/clinic/clinic.ts";
import { dollars } from "../../domain/number/number.ts";
import { outboundLines } from "../../domain/outreach/attempts/attempt-ports.ts";
import { type OutreachStatus, outreachStatus } from "../../domain/outreach/attempts/outreach-status.ts";
import { AscendiaError } from "../../errors.ts";
import { counted, table } from "../../terminal/table.ts";
import { type ClinicsFlags, addClinicOption, chosenClinics } from "../clinic-option.ts";
import type { Context } from "../context.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show planned and active calls, today's outcomes, pauses and the lines in use")
    .option("--all", "all clinics")
    .action((flags: ClinicsFlags) => status(flags, context));
}

interface ClinicStatus {
  readonly clinic: Clinic;
  readonly status: OutreachStatus;
}

/** `allowed` is null while Retell does not answer. */
interface Lines {
  readonly allowed: number | null;
  readonly used: number;
  readonly account: number | null;
  readonly why: string | null;
}

async function status(flags: ClinicsFlags, context: Context): Promise<void> {
  const all: ClinicStatus[] = [];
  for (const clinic of await chosenClinics(flags, context)) {
    all.push({ clinic, status: await outreachStatus(await context.bookings(clinic)) });
  }
  const [first] = flags.all === true ? [] : all;
  const lines = await linesNow(first === undefined ? null : accountOf(first.clinic), context);
  const data = {
    lines: { allowed: lines.allowed, used: lines.used, account_limit: lines.account, unknown_because: lines.why },
    clinics: all.map(statusJson),
  };
  context.output.result(data, () => [linesText(lines), statusTable(all), ...pauseLines(all)].join("\n"));
}

/** The clinics of an account share its lines; null: the installation's account. */
async function linesNow(account: string | null, context: Context): Promise<Lines> {
  const store = await context.store();
  const inUse = new Map<string, number>();
  const clinics = (await store.clinics.list()).filter((clinic) => accountOf(clinic) === account);
  for (const { id } of clinics) {
    const dials = await store.scope(id).outreach.stores.dials.inStates(["dialling", "placed"]);
    if (dials.length > 0) inUse.set(id, dials.length);
  }
  const used = [...inUse.values()].reduce((sum, calls) => sum + calls, 0);
  try {
    const concurrency = await (await context.retell(account)).calls.concurrency();
    const traffic = { inUse, justBegun: 0, waiting: new Set<string>(), askedAt: [] };
    const facts = { clinicId: "", traffic, account: concurrency, limits: context.config(), now: context.clock.now() };
    return { allowed: outboundLines(facts), used, account: concurrency.limit, why: null };
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return { allowed: null, used, account: null, why: error.message };
  }
}

function statusJson({ clinic, status: now }: ClinicStatus) {
  return {
    clinic: clinic.slug,
    reminders: now.isOn ? "on" : "off",
    paused: now.pause === null ? null : { reason: now.pause.reason, fleet: now.isFleetPaused },
    planned_today: now.plannedToday,
    planned_later: now.plannedLater,
    under_way: now.underWay,
    begun_today: now.begunToday,
    cents_today: now.centsToday,
    daily_caps: { calls: now.mostDaily, cents: now.mostDailyCents },
    outcomes_today: now.outcomesToday,
    for_staff: now.forStaff,
    opt_outs: now.optOuts,
  };
}

function linesText({ allowed, used, account, why }: Lines): string {
  if (allowed === null) return `Outbound calls: ${used} now; limit unknown: ${why ?? ""}`;
  return `Outbound calls: ${used} of ${allowed} allowed at once (the account has ${counted(account ?? 0, "line")}, some reserved for callers)`;
}

function statusTable(all: readonly ClinicStatus[]): string {
  return table(
    ["clinic", "reminders", "today", "later", "under way", "begun", "spent", "outcomes today", "for staff", "opt-outs"],
    all.map(({ clinic, status: now }) => [
      clinic.slug,
      stateSaid(now),
      String(now.plannedToday),
      String(now.plannedLater),
      String(now.underWay),
      `${now.begunToday} of ${now.mostDaily}`,
      `${dollars(now.centsToday)} of ${dollars(now.mostDailyCents)}`,
      Object.entries(now.outcomesToday)
        .map(([outcome, count]) => `${outcome} ${count}`)
        .join(", "),
      String(now.forStaff),
      String(now.optOuts),
    ]),
  );
}

function stateSaid({ isOn, pause }: OutreachStatus): string {
  if (pause !== null) return "paused";
  return isOn ? "on" : "off";
}

function pauseLines(all: readonly ClinicStatus[]): readonly string[] {
  return all.flatMap(({ clinic, status: { pause } }) =>
    pause === null ? [] : [`${clinic.slug} is paused since ${new Date(pause.pausedAt).toISOString()}: ${pause.reason}`],
  );
}
