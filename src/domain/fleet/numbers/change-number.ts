import { isSupportedCountry } from "libphonenumber-js/min";
import { AscendiaError } from "../../../errors.ts";
import { canonicalJson } from "../../canonical-json.ts";
import { type Clinic, type ClinicNumber, accountOf } from "../../clinic/clinic.ts";
import { parseTelephone } from "../../clinic/telephone/telephone.ts";
import {
  type NumberBinding,
  type NumberChanges,
  type NumberInFull,
  type PinnedAgent,
  type PlatformNumber,
  markedSlug,
  monthlyCentsOfNumber,
} from "../../number/number.ts";
import { applyRepairs, repairsOf } from "../repair/apply-repairs.ts";
import { type NumberDrift, desiredAgent, desiredBinding, numberDrift } from "../repair/drift.ts";
import { refuseTransferNumbers } from "../../call/line/transfer-numbers.ts";
import { type NumberPorts, requireClinic } from "../ports.ts";

/** As typed; "none" removes the fallback, "all" removes a list of countries. */
interface NumberSettings {
  readonly fallback: string | undefined;
  readonly allowInbound: string | undefined;
  readonly allowOutbound: string | undefined;
}

interface SettingChange {
  readonly setting: "fallback number" | "countries that may call" | "countries it may call";
  readonly before: string;
  readonly after: string;
}

interface ChangePlan {
  readonly number: NumberInFull;
  readonly slug: string | null;
  readonly changes: NumberChanges;
  /** Empty: nothing changes. */
  readonly differences: readonly SettingChange[];
}

type ChangePorts = Pick<NumberPorts, "store" | "numbers" | "audit" | "newId">;

/** `named` is a number or a clinic. @throws not_found, invalid, usage when there is nothing to change */
export async function planChange(named: string, settings: NumberSettings, ports: ChangePorts): Promise<ChangePlan> {
  if (Object.values(settings).every((value) => value === undefined)) {
    throw new AscendiaError("usage", "Nothing to change.", {
      hint: "Pass --fallback, --allow-inbound or --allow-outbound.",
    });
  }
  const numbers = await ports.numbers.listInFull();
  const phoneNumber = await numberOf(named, ports);
  const number = numbers.find((one) => one.phoneNumber === phoneNumber);
  if (number === undefined) {
    throw new AscendiaError("not_found", `The number ${phoneNumber} is not in this Retell account.`, {
      hint: "List its numbers with: ascendia number:list",
    });
  }
  const owner = await ports.store.clinics.findByNumber(phoneNumber);
  const fallback = fallbackOf(settings.fallback, { number, numbers, country: owner?.country });
  const changes: NumberChanges = {
    ...(fallback === undefined ? {} : { fallbackNumber: fallback }),
    ...countriesOf("allowedInboundCountries", settings.allowInbound),
    ...countriesOf("allowedOutboundCountries", settings.allowOutbound),
  };
  return { number, slug: owner?.slug ?? null, changes, differences: differencesOf(number, changes) };
}

export async function applyChange(plan: ChangePlan, ports: ChangePorts): Promise<void> {
  const { number, slug, changes, differences } = plan;
  if (differences.length === 0) return;
  const after = await ports.numbers.change(number.phoneNumber, changes);
  if (differencesOf(after, changes).length > 0) {
    throw new AscendiaError("drift", `Retell did not apply the change to ${number.phoneNumber}.`);
  }
  await ports.audit.record({
    act: ports.newId(),
    action: "number:update",
    subject: slug === null ? `number:${number.phoneNumber}` : `clinic:${slug}`,
    before: differences.map(({ setting, before }) => ({ setting, value: before })),
    after: differences.map(({ setting, after: value }) => ({ setting, value })),
    reason: null,
  });
}

async function numberOf(named: string, { store }: ChangePorts): Promise<string> {
  if (named.startsWith("+")) return named;
  const { id, slug } = await requireClinic(named, store.clinics);
  const stored = await store.scope(id).number.find();
  if (stored !== undefined) return stored.phoneNumber;
  throw new AscendiaError("not_found", `${slug} has no number.`, {
    hint: "Name a number such as +1415…, or a clinic that has one.",
  });
}

interface Surroundings {
  readonly number: NumberInFull;
  readonly numbers: readonly NumberInFull[];
  readonly country: string | undefined;
}

/** Retell accepts neither the number itself nor a number with a fallback of its own (docs/retell.md 3.3). */
function fallbackOf(text: string | undefined, { number, numbers, country }: Surroundings): string | null | undefined {
  if (text === undefined) return undefined;
  if (text.toLowerCase() === "none") return null;
  const fallback = parseTelephone(text, country, "--fallback");
  if (fallback === number.phoneNumber) throw refused("A number cannot be its own fallback.");
  const target = numbers.find(({ phoneNumber }) => phoneNumber === fallback);
  if (typeof target?.fallbackNumber !== "string") return fallback;
  throw refused(`${fallback} has its own fallback, ${target.fallbackNumber}, so calls could loop.`);
}

function refused(message: string): AscendiaError {
  return new AscendiaError("invalid", message, { hint: "Pass another number with --fallback." });
}

/** Always blocked by Retell, whatever the list says (docs/retell.md 3.3). */
const blocked = new Set(["CU", "IR", "KP", "SY", "RU", "BY", "VE"]);

function countriesOf(
  field: "allowedInboundCountries" | "allowedOutboundCountries",
  text: string | undefined,
): NumberChanges {
  if (text === undefined) return {};
  if (text.toLowerCase() === "all") return { [field]: [] };
  const codes = [...new Set(text.split(",").map((code) => code.trim().toUpperCase()))].toSorted();
  const wrong = codes.filter((code) => !isSupportedCountry(code) || blocked.has(code));
  if (wrong.length === 0) return { [field]: codes };
  const why = wrong.map((code) =>
    blocked.has(code) ? `${code} is always blocked by Retell` : `"${code}" is not a country`,
  );
  throw new AscendiaError("invalid", `These cannot be allowed: ${why.join(", ")}.`, {
    hint: "Use ISO 3166-1 codes such as BJ,TG,US, or all.",
  });
}

const settingNames = {
  fallbackNumber: "fallback number",
  allowedInboundCountries: "countries that may call",
  allowedOutboundCountries: "countries it may call",
} as const;

const settingKeys = ["fallbackNumber", "allowedInboundCountries", "allowedOutboundCountries"] as const;

function differencesOf(number: NumberInFull, changes: NumberChanges): readonly SettingChange[] {
  return settingKeys
    .filter((key) => changes[key] !== undefined && canonicalJson(sorted(number[key])) !== canonicalJson(changes[key]))
    .map((key) => ({ setting: settingNames[key], before: said(number[key]), after: said(changes[key] ?? null) }));
}

function sorted(value: string | null | readonly string[]): unknown {
  return Array.isArray(value) ? value.toSorted((one: string, other: string) => one.localeCompare(other)) : value;
}

function said(value: string | null | readonly string[]): string {
  if (value === null) return "none";
  if (typeof value === "string") return value;
  return value.length === 0 ? "all" : value.join(",");
}

/** The store's record of a number, from what Retell reports. */
export function recordOf(number: PlatformNumber): ClinicNumber {
  const [agent] = number.inboundAgents;
  return {
    phoneNumber: number.phoneNumber,
    source: number.source,
    agentId: agent?.agentId ?? null,
    agentVersion: typeof agent?.agentVersion === "number" ? agent.agentVersion : null,
    webhookUrl: number.inboundWebhookUrl,
    monthlyCents: monthlyCentsOfNumber(number),
  };
}

/** @throws conflict when the clinic has another number, or another clinic has this one */
export async function refuseNumberOfOthers(
  clinic: Clinic,
  phoneNumber: string,
  { store }: Pick<NumberPorts, "store">,
): Promise<void> {
  if (clinic.status === "offboarded") {
    throw new AscendiaError("conflict", `${clinic.slug} is offboarded, so it cannot get a number.`);
  }
  const stored = await store.scope(clinic.id).number.find();
  if (stored !== undefined && stored.phoneNumber !== phoneNumber) {
    throw new AscendiaError("conflict", `${clinic.slug} already has a number, ${stored.phoneNumber}.`, {
      hint: `Release it first: ascendia number:release ${stored.phoneNumber}`,
    });
  }
  const owner = await store.clinics.findByNumber(phoneNumber);
  if (owner === undefined || owner.id === clinic.id) return;
  throw new AscendiaError("conflict", `The number ${phoneNumber} belongs to another clinic, ${owner.slug}.`, {
    hint: `See it with: ascendia clinic:show ${owner.slug}`,
  });
}

/** @throws conflict when another program uses the number */
export async function refuseNumberInUse(
  found: PlatformNumber,
  wanted: { readonly clinic: Clinic; readonly agent: PinnedAgent },
  { store }: Pick<NumberPorts, "store">,
): Promise<void> {
  const slug = markedSlug(found);
  const owner = slug === undefined ? undefined : await store.clinics.find(slug);
  const foreign = found.inboundAgents.find(({ agentId }) => agentId !== wanted.agent.agentId);
  const isMarkedForOther = owner !== undefined && owner.id !== wanted.clinic.id && owner.status !== "offboarded";
  if (!isMarkedForOther && (foreign === undefined || slug !== undefined)) return;
  const use = isMarkedForOther ? `is marked for ${owner.slug}` : `is answered by agent ${foreign?.agentId ?? ""}`;
  throw new AscendiaError("conflict", `The number ${found.phoneNumber} ${use}.`, {
    hint: "Unbind it there first, or pass --take-over to take it over.",
  });
}

interface BindRequest {
  readonly clinic: string;
  /** undefined: the clinic's current number. */
  readonly phoneNumber: string | undefined;
  /** Bind it even if another agent answers it. */
  readonly takeOver: boolean;
}

/** `adopt`: the number is at Retell and becomes the clinic's. */
export interface BindPlan {
  readonly clinic: Clinic;
  readonly action: "adopt" | "update" | "unchanged";
  readonly number: PlatformNumber;
  readonly binding: NumberBinding;
  readonly drift: readonly NumberDrift[];
}

/** @throws not_found, conflict */
export async function planBind(request: BindRequest, ports: NumberPorts): Promise<BindPlan> {
  const clinic = await requireClinic(request.clinic, ports.store.clinics);
  const stored = await ports.store.scope(clinic.id).number.find();
  const phoneNumber = request.phoneNumber ?? stored?.phoneNumber;
  if (phoneNumber === undefined) throw noNumber(clinic);
  await refuseNumberOfOthers(clinic, phoneNumber, ports);
  if (stored === undefined) await refuseTransferNumbers(clinic, ports.store.clinics, phoneNumber);
  const ownAgent = (await ports.ownAgent(clinic)) ?? null;
  const entry = { clinic, number: stored ?? null, ownAgent };
  const master = ownAgent ?? (await ports.masterAgent());
  const number = await findNumber(phoneNumber, ports);
  if (stored === undefined && !request.takeOver) {
    await refuseNumberInUse(number, { clinic, agent: desiredAgent(entry, master) }, ports);
  }
  const binding = desiredBinding(entry, { agent: master, publicUrl: ports.publicUrl });
  const drift = numberDrift(number, binding);
  return { clinic, action: actionOf(stored, drift), number, binding, drift };
}

function actionOf(stored: ClinicNumber | undefined, drift: readonly NumberDrift[]): BindPlan["action"] {
  if (stored === undefined) return "adopt";
  return drift.length === 0 ? "unchanged" : "update";
}

/** @throws Retell's errors */
export async function applyBind({ clinic, number, drift, action }: BindPlan, ports: NumberPorts): Promise<void> {
  if (action === "unchanged") return;
  const { phoneNumber } = number;
  const { id: clinicId, slug } = clinic;
  if (action === "adopt") await adopt({ clinic, number }, ports);
  const findings = drift.map(({ kind, detail, changes }) => {
    return {
      kind,
      subject: slug,
      detail,
      fix: "",
      repair: { clinicId, slug, account: accountOf(clinic), phoneNumber, changes },
    };
  });
  const results = await applyRepairs(
    repairsOf(findings),
    { ...ports, numbersOf: async () => ports.numbers, action: "number:bind" },
    () => {},
  );
  const problem = results.find((result) => result.problem !== null)?.problem ?? null;
  if (problem !== null) {
    throw new AscendiaError("failed", problem, { hint: "Run the same command again: it continues where it stopped." });
  }
}

async function adopt({ clinic, number }: Pick<BindPlan, "clinic" | "number">, ports: NumberPorts): Promise<void> {
  await ports.store.scope(clinic.id).number.save(recordOf(number));
  await ports.audit.record({
    act: ports.newId(),
    action: "number:bind",
    subject: `clinic:${clinic.slug}`,
    before: null,
    after: { number: number.phoneNumber },
    reason: null,
  });
}

async function findNumber(phoneNumber: string, { numbers }: NumberPorts): Promise<PlatformNumber> {
  const found = await numbers.find(phoneNumber);
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", `The number ${phoneNumber} is not in this Retell account.`, {
    hint: "List its numbers with: ascendia number:list",
  });
}

function noNumber({ slug }: Clinic): AscendiaError {
  return new AscendiaError("not_found", `${slug} has no number to bind.`, {
    hint: `Pass a number at Retell with --number, or import one: ascendia number:import ${slug}`,
  });
}
