import { isSupportedCountry } from "libphonenumber-js/min";
import { parseTelephone } from "../../clinic/telephone.ts";
import { AscendiaError } from "../../errors.ts";
import { canonicalJson } from "../../canonical-json.ts";
import type { NumberChanges, NumberInFull } from "../../number/ports.ts";
import type { NumberPorts } from "./ports.ts";

/** As typed; "none" takes the fallback away, "all" lifts a list of countries. */
export interface NumberSettings {
  readonly fallback: string | undefined;
  readonly allowInbound: string | undefined;
  readonly allowOutbound: string | undefined;
}

export interface SettingChange {
  readonly setting: "fallback number" | "countries that may call" | "countries that may be called";
  readonly before: string;
  readonly after: string;
}

export interface ChangePlan {
  readonly number: NumberInFull;
  readonly slug: string | null;
  readonly changes: NumberChanges;
  /** Empty: it is so already. */
  readonly differences: readonly SettingChange[];
}

type ChangePorts = Pick<NumberPorts, "store" | "numbers" | "audit" | "newId">;

/** `named` is a number or a clinic. @throws not_found, invalid, usage when nothing is to be changed */
export async function planChange(named: string, settings: NumberSettings, ports: ChangePorts): Promise<ChangePlan> {
  if (Object.values(settings).every((value) => value === undefined)) {
    throw new AscendiaError("usage", "Nothing is said that should change.", {
      hint: "Give --fallback, --allow-inbound or --allow-outbound.",
    });
  }
  const numbers = await ports.numbers.listInFull();
  const phoneNumber = await numberOf(named, ports);
  const number = numbers.find((one) => one.phoneNumber === phoneNumber);
  if (number === undefined) {
    throw new AscendiaError("not_found", `The number ${phoneNumber} is not in this Retell account.`, {
      hint: "See the numbers that are with: ascendia number:list",
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
    throw new AscendiaError("drift", `Retell did not take the change of ${number.phoneNumber}.`);
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
  const clinic = await store.clinics.find(named);
  const stored = clinic === undefined ? undefined : await store.scope(clinic.id).number.find();
  if (stored !== undefined) return stored.phoneNumber;
  const what = clinic === undefined ? `There is no clinic ${named}` : `${named} has no number`;
  throw new AscendiaError("not_found", `${what}.`, { hint: "Name a number such as +1415… or a clinic that has one." });
}

interface Surroundings {
  readonly number: NumberInFull;
  readonly numbers: readonly NumberInFull[];
  readonly country: string | undefined;
}

/** Retell takes neither the number itself nor one that has a fallback of its own (retell-api.md 3.3). */
function fallbackOf(text: string | undefined, { number, numbers, country }: Surroundings): string | null | undefined {
  if (text === undefined) return undefined;
  if (text.toLowerCase() === "none") return null;
  const fallback = parseTelephone(text, country, "--fallback");
  if (fallback === number.phoneNumber) throw refused("A number cannot be its own fallback.");
  const target = numbers.find(({ phoneNumber }) => phoneNumber === fallback);
  if (typeof target?.fallbackNumber !== "string") return fallback;
  throw refused(`${fallback} has a fallback of its own, ${target.fallbackNumber}, so calls would go round.`);
}

function refused(message: string): AscendiaError {
  return new AscendiaError("invalid", message, { hint: "Name another number with --fallback." });
}

/** Blocked by Retell whatever the list says (retell-api.md 3.3). */
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
    blocked.has(code) ? `${code} is always blocked by Retell` : `"${code}" is no country`,
  );
  throw new AscendiaError("invalid", `These cannot be allowed: ${why.join(", ")}.`, {
    hint: "Give codes of ISO 3166-1 such as BJ,TG,US, or all.",
  });
}

const settingNames = {
  fallbackNumber: "fallback number",
  allowedInboundCountries: "countries that may call",
  allowedOutboundCountries: "countries that may be called",
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
