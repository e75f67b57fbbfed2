import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import { type Zone, dateAt, wallTimeAt } from "./zoned-time.ts";

const zoneNames = z.array(z.string());

/** The zones of a country, from the runtime's Unicode data; empty for a country without any. */
function zonesOf(country: string): readonly Zone[] {
  const locale = new Intl.Locale(`und-${country}`);
  // A property in Node.js 20, a method in newer versions.
  const listed: unknown = Reflect.get(locale, "timeZones") ?? callIfThere(locale, "getTimeZones");
  return zoneNames.safeParse(listed).data ?? [];
}

function callIfThere(locale: Intl.Locale, name: string): unknown {
  const method: unknown = Reflect.get(locale, name);
  return typeof method === "function" ? Reflect.apply(method, locale, []) : undefined;
}

/** The usual name of a country's zone if all its places keep the same time; undefined if they differ. */
export function usualZoneOf(country: string, now: number): Zone | undefined {
  const [first, ...others] = /^[a-z]{2}$/iu.test(country) ? zonesOf(country.toUpperCase()) : [];
  return first !== undefined && others.every((zone) => showsSameTime(first, zone, now)) ? first : undefined;
}

const monthsCompared = [0, 3, 6, 9];

/** Zones with different names may show the same time: America/Montreal and America/Toronto. */
function showsSameTime(left: Zone, right: Zone, now: number): boolean {
  const year = new Date(now).getUTCFullYear();
  return monthsCompared.every((month) => {
    const instant = Date.UTC(year, month, 15, 12);
    return dateAt(instant, left) === dateAt(instant, right) && wallTimeAt(instant, left) === wallTimeAt(instant, right);
  });
}

/** @throws invalid when no place in the country keeps this zone's time */
export function assertZoneOfCountry(timezone: Zone, country: string, now: number): void {
  const zones = zonesOf(country);
  if (zones.length === 0 || zones.some((zone) => showsSameTime(zone, timezone, now))) return;
  throw new AscendiaError("invalid", `No place in ${country} is in the time zone ${timezone}.`, {
    hint: `Pass a --timezone and a --country that match. Zones of ${country}: ${zones.slice(0, 6).join(", ")}${zones.length > 6 ? ", …" : ""}.`,
  });
}
