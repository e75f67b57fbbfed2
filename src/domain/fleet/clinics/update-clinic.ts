import { AscendiaError } from "../../../errors.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import type { BookingRules } from "../../booking/booking-rules.ts";
import type { HoursPlan } from "../../booking/setup/clinic-setup.ts";
import { holidaysAt } from "../../booking/calendar/public-holidays.ts";
import { type Clinic, type ClinicNumber, type OwnRetell, accountOf } from "../../clinic/clinic.ts";
import { formatOpeningHours } from "../../clinic/opening-hours.ts";
import { assertZoneOfCountry } from "../../time/zones-of-country.ts";
import {
  type PinnedAgent,
  type PlatformNumber,
  bindingOf,
  inboundWebhookUrl,
  numberMark,
} from "../../number/number.ts";
import { applyRepairs, repairsOf } from "../repair/apply-repairs.ts";
import { type NumberDrift, numberDrift, accountText } from "../repair/drift.ts";
import { givenAgent } from "../numbers/numbers.ts";
import { refuseTransferNumbers } from "../../call/line/transfer-numbers.ts";
import type { ClinicAccount, ClinicStores, Store } from "../ports.ts";
import { type ClinicChanges, type FieldChange, changedClinic, fieldChanges } from "./clinic-changes.ts";
import { canonicalJson } from "../../canonical-json.ts";
import { keyVariable } from "../../clinic/requests/read-clinic-request.ts";

/** What a change needs from the installation, apart from Retell. */
interface ChangePorts {
  readonly store: {
    readonly clinics: Pick<Store["clinics"], "find" | "findByNumber" | "all" | "update">;
    scope(clinicId: string): ClinicStores;
  };
  readonly audit: AuditLog;
  newId(): string;
  now(): number;
}

export interface UpdatePorts extends ChangePorts {
  readonly store: Pick<Store, "clinics" | "scope" | "agents">;
  /** @throws not_configured when the account's key is not set */
  readonly inAccount: (account: string | null) => Promise<ClinicAccount>;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  /** Commits the database writes of `work` together or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  readonly publicUrl: string;
}

/** The changes to the store. */
export interface ClinicChange {
  readonly before: Clinic;
  readonly after: Clinic;
  readonly changes: readonly FieldChange[];
  /** null: unchanged. */
  readonly hours: HoursPlan | null;
  /** The rules with the holidays of the new country; null: unchanged. */
  readonly rules: BookingRules | null;
}

export interface UpdatePlan extends ClinicChange {
  readonly number: PlatformNumber | null;
  /** The outdated parts of the number's binding: its nickname, which contains the slug, and its webhook. */
  readonly drift: readonly NumberDrift[];
}

/** @throws invalid when the time zone is not one of the country's, or a number must not be a transfer destination */
export async function planChange(
  { before, after, hours }: { readonly before: Clinic; readonly after: Clinic; readonly hours: HoursPlan | null },
  ports: ChangePorts,
): Promise<ClinicChange> {
  assertPlace(before, after, ports.now());
  await refuseTransferNumbers(changedNumbers(before, after), ports.store.clinics);
  const own = hours !== null && isNew(hours) ? hours : null;
  const hoursChange = own === null ? [] : [hoursText(own)];
  const rules = await movedHolidays(before, after, ports);
  const holidaysChange =
    rules === null ? [] : [{ field: "holidays", before: before.country, after: rules.holidays?.country ?? null }];
  const changes = [...fieldChanges(before, after), ...hoursChange, ...holidaysChange];
  return { before, after, changes, hours: own, rules };
}

/** @throws invalid; conflict when the slug is taken or the clinic is offboarded */
export async function planUpdate(clinic: Clinic, request: UpdateRequest, ports: UpdatePorts): Promise<UpdatePlan> {
  if (clinic.status === "offboarded") {
    throw new AscendiaError("conflict", `${clinic.slug} is offboarded and can no longer be changed.`);
  }
  const { changes, hours } = request;
  const retell = await changedRetell(clinic, request.retell, ports);
  const after = { ...changedClinic(clinic, changes), retell };
  const namesake = await ports.store.clinics.find(after.slug);
  if (namesake !== undefined && namesake.id !== clinic.id) {
    throw new AscendiaError("conflict", `The slug "${after.slug}" belongs to ${namesake.name}.`, {
      hint: "Use another --slug.",
    });
  }
  const change = await planChange({ before: clinic, after, hours }, ports);
  const number = await numberAtRetell(after, ports);
  if (number === null) return { ...change, number, drift: [] };
  const agent = isSameRetell(clinic, after) ? null : (givenAgent(after) ?? (await ports.masterAgent()));
  return { ...change, number, drift: ownDrift(number, after, { publicUrl: ports.publicUrl, agent }) };
}

interface UpdateRequest {
  readonly changes: ClinicChanges;
  readonly hours: HoursPlan | null;
  readonly retell: RetellChange;
}

function assertPlace(before: Clinic, { timezone, country }: Clinic, now: number): void {
  if (timezone !== before.timezone || country !== before.country) assertZoneOfCountry(timezone, country, now);
}

/** A clinic that closes on its country's holidays will close on those of its new country. */
async function movedHolidays(before: Clinic, after: Clinic, { store }: ChangePorts): Promise<BookingRules | null> {
  if (before.country === after.country) return null;
  const rules = await store.scope(before.id).booking.stores.rules.find();
  if (rules?.holidays?.country !== before.country) return null;
  return { ...rules, holidays: await holidaysAt(after) };
}

/** `check` reports values that are already stored; they do not block other changes. */
function changedNumbers(before: Clinic, { transferNumber, emergencyNumber, onCallNumber }: Clinic) {
  return {
    transferNumber: transferNumber === before.transferNumber ? null : transferNumber,
    emergencyNumber: emergencyNumber === before.emergencyNumber ? null : emergencyNumber,
    onCallNumber: onCallNumber === before.onCallNumber ? null : onCallNumber,
  };
}

function isNew({ before, hours }: HoursPlan): boolean {
  return hours !== null && (before === null || formatOpeningHours(before) !== formatOpeningHours(hours));
}

function hoursText({ before, hours }: HoursPlan): FieldChange {
  return { field: "hours", before: weekText(before), after: weekText(hours) };
}

function weekText(week: HoursPlan["hours"]): string {
  return week === null ? "closed" : formatOpeningHours(week);
}

async function numberAtRetell(clinic: Clinic, { store, inAccount }: UpdatePorts): Promise<PlatformNumber | null> {
  const stored = await store.scope(clinic.id).number.find();
  if (stored === undefined) return null;
  const { numbers } = await inAccount(accountOf(clinic));
  return (await numbers.find(stored.phoneNumber)) ?? null;
}

interface Wanted {
  readonly publicUrl: string;
  /** null: unchanged. Which version answers is not a fact of the clinic: fleet:plan and agent:rollout handle that. */
  readonly agent: PinnedAgent | null;
}

function ownDrift(number: PlatformNumber, clinic: Clinic, { publicUrl, agent }: Wanted): readonly NumberDrift[] {
  if (agent !== null) return numberDrift(number, bindingOf(clinic, agent, publicUrl));
  const { inboundAgents, outboundAgents } = number;
  const wanted = { nickname: numberMark(clinic.slug), inboundWebhookUrl: inboundWebhookUrl(publicUrl, clinic.id) };
  return numberDrift(number, { ...wanted, inboundAgents, outboundAgents });
}

/** The store comes first: a second run of the same command, and fleet:plan, both detect what Retell still lacks. */
export async function applyUpdate(plan: UpdatePlan, ports: UpdatePorts): Promise<void> {
  if (plan.changes.length > 0) {
    await ports.atomically(async () => {
      await storeChanges(plan, ports);
      // Its socket agent answered until now, and belongs to the previous account.
      if (!isSameRetell(plan.before, plan.after)) await ports.store.agents.removeOfClinic(plan.after.id);
    });
  }
  await rebind(plan, ports);
}

/** Runs in a transaction. */
export async function storeChanges(
  { before, after, changes, hours, rules }: ClinicChange,
  ports: ChangePorts,
): Promise<void> {
  await ports.store.clinics.update(after);
  if (rules !== null) await ports.store.scope(after.id).booking.stores.rules.save(rules);
  if (hours?.hours) await ports.store.scope(after.id).openingHours.setForClinic(hours.hours);
  await ports.audit.record({
    act: ports.newId(),
    action: "clinic:update",
    subject: `clinic:${before.slug}`,
    before: Object.fromEntries(changes.map((change) => [change.field, change.before])),
    after: Object.fromEntries(changes.map((change) => [change.field, change.after])),
    reason: null,
  });
}

async function rebind({ after, number, drift }: UpdatePlan, ports: UpdatePorts): Promise<void> {
  if (number === null) return;
  const { id: clinicId, slug } = after;
  const findings = drift.map(({ kind, detail, changes }) => {
    return {
      kind,
      subject: slug,
      detail,
      fix: "",
      repair: { clinicId, slug, account: accountOf(after), phoneNumber: number.phoneNumber, changes },
    };
  });
  const results = await applyRepairs(
    repairsOf(findings),
    { ...ports, numbersOf: async (account) => (await ports.inAccount(account)).numbers, action: "clinic:update" },
    () => {},
  );
  const problem = results.find((result) => result.problem !== null)?.problem ?? null;
  if (problem === null) return;
  throw new AscendiaError("failed", `The clinic was changed, but its number was not: ${problem}`, {
    hint: `Run the same command again, or: ascendia clinic:update ${slug} --rebind`,
  });
}

/** As typed; "none" returns to the installation's account, or to the master agent. */
interface RetellChange {
  readonly keyEnv?: string | undefined;
  readonly agent?: string | undefined;
}

interface RetellPorts {
  readonly store: Pick<Store, "scope">;
  /** @throws not_configured when the account's key is not set */
  readonly inAccount: (account: string | null) => Promise<ClinicAccount>;
}

/** @throws usage, not_found, invalid; conflict when the clinic's number is not in the new account */
async function changedRetell(
  clinic: Clinic,
  { keyEnv, agent }: RetellChange,
  ports: RetellPorts,
): Promise<OwnRetell | null> {
  if (keyEnv === undefined && agent === undefined) return clinic.retell;
  const account = keyEnv === undefined ? accountOf(clinic) : variableOf(keyEnv);
  const agentId = agentAsked(agent, account);
  const { numbers, pinned } = await ports.inAccount(account);
  const retell = agentId === null ? null : await pinned(agentId);
  const stored = await ports.store.scope(clinic.id).number.find();
  if (stored !== undefined && account !== accountOf(clinic)) {
    if ((await numbers.find(stored.phoneNumber)) === undefined) throw notThere(clinic, stored, account);
  }
  return retell === null ? null : { account, agentId: retell.agentId, agentVersion: retell.version };
}

/** null: the master agent, which exists only in the installation's account. @throws usage */
function agentAsked(agent: string | undefined, account: string | null): string | null {
  const named = agent === undefined || agent.toLowerCase() === "none" ? null : agent;
  if (named !== null || account === null) return named;
  throw new AscendiaError("usage", "A clinic's own account has its own agents.", {
    hint: "Pass --agent with the id of the agent that answers there.",
  });
}

function variableOf(text: string): string | null {
  return text.toLowerCase() === "none" ? null : keyVariable(text);
}

function notThere({ slug }: Clinic, { phoneNumber }: ClinicNumber, account: string | null): AscendiaError {
  return new AscendiaError("conflict", `The number ${phoneNumber} of ${slug} is not in ${accountText(account)}.`, {
    hint: `A number belongs to one account. Release it here (ascendia number:release ${phoneNumber}), run the same command again, then get a number there: ascendia number:import ${slug}`,
  });
}

function isSameRetell({ retell: one }: Clinic, { retell: other }: Clinic): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
