import { findIana } from "windows-iana";
import type { Zone } from "../time/zoned-time.ts";

const known = new Map<string, Zone | undefined>();
const MOST_KNOWN = 1000;

/** The IANA zone in a zone id; older programs write `/mozilla.org/20050126_1/Europe/Berlin`. */
export function ianaZone(zoneId: string): Zone | undefined {
  if (known.has(zoneId)) return known.get(zoneId);
  const names = zoneId
    .replaceAll(/^"|"$/gu, "")
    .split("/")
    .filter((name) => name !== "");
  const candidates = [names.slice(-3), names.slice(-2), names.slice(-1)].map((parts) => parts.join("/"));
  const found = candidates.find((name) => isZone(name));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(zoneId, found);
  return found;
}

/** The zone that Windows and Exchange call "W. Europe Standard Time" (Unicode CLDR). */
export function windowsZone(name: string): Zone | undefined {
  return findIana(name.replaceAll(/^"|"$/gu, "").trim()).find((zone) => isZone(zone));
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
