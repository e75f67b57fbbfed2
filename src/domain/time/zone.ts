import { AscendiaError } from "../errors.ts";
import { closestText } from "./closest-text.ts";

/** An IANA zone such as "Africa/Porto-Novo". Hours are never stored as offsets. */
export type Zone = string;

const offsetPattern = /^(?:[+-]|utc[+-]|gmt[+-]|etc\/gmt[+-])/i;

/** The zone in its usual spelling; throws `invalid` for anything that is no IANA zone, with the nearest name as hint. */
export function parseZone(text: string, where = "timezone"): Zone {
  const wanted = text.trim();
  if (offsetPattern.test(wanted)) {
    throw new AscendiaError("invalid", `${where}: "${wanted}" is an offset, which cannot follow clock changes.`, {
      hint: "Use the IANA zone of the clinic's city, for example America/Toronto.",
    });
  }
  const zone = canonicalZone(wanted);
  if (zone !== undefined) return zone;
  throw new AscendiaError("invalid", `${where}: "${wanted}" is not an IANA time zone.`, { hint: suggestion(wanted) });
}

function canonicalZone(wanted: string): Zone | undefined {
  const known = Intl.supportedValuesOf("timeZone").find((zone) => zone.toLowerCase() === wanted.toLowerCase());
  if (known !== undefined || wanted === "") return known;
  try {
    // Links such as America/Montreal are valid though not listed; the runtime resolves them.
    return new Intl.DateTimeFormat("en", { timeZone: wanted }).format(0) === "" ? undefined : wanted;
  } catch {
    return undefined;
  }
}

function suggestion(wanted: string): string {
  const zones = Intl.supportedValuesOf("timeZone");
  const spelt = wanted.replaceAll(" ", "_");
  const sameCity = zones.find((zone) => cityOf(zone).toLowerCase() === cityOf(spelt).toLowerCase());
  const nearest = sameCity ?? closestText(spelt, zones) ?? nearestCity(spelt, zones);
  return nearest === undefined
    ? "Use a name such as Africa/Porto-Novo or America/Toronto."
    : `Did you mean ${nearest}?`;
}

function cityOf(zone: Zone): string {
  return zone.slice(zone.lastIndexOf("/") + 1);
}

function nearestCity(spelt: string, zones: readonly Zone[]): Zone | undefined {
  const city = closestText(
    cityOf(spelt),
    zones.map((zone) => cityOf(zone)),
  );
  return city === undefined ? undefined : zones.find((zone) => zone.endsWith(`/${city}`));
}
