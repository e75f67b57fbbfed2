import { type FaultProxy, faultProxy } from "./fault-proxy.ts";
import { type Installation, type Place, installation } from "./installation.ts";
import type { Side } from "./side.ts";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { dateAt } from "../../../src/domain/time/zoned-time.ts";

export interface Check {
  readonly side: string;
  readonly what: string;
  readonly found: string;
  readonly passed: boolean;
}

export interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

export interface SideOptions extends ProofOptions {
  /** The index of the server, from 0: in the quick form, the servers take turns with slow checks. */
  readonly turn: number;
}

export interface Here extends Installation {
  readonly proxy: FaultProxy;
}

export const ZONE = "Africa/Porto-Novo";

/** The date that many days ahead, within every booking horizon. */
export function dateIn(days: number, zone = ZONE): string {
  return addDays(dateAt(Date.now(), zone), days);
}

/** Runs `work` on a new installation that is connected to the side through a proxy. */
export async function connected<T>(
  side: Side,
  place: Partial<Omit<Place, "way" | "env">>,
  work: (here: Here) => Promise<T>,
): Promise<T> {
  const proxy = await faultProxy(side.url);
  const here = await installation({ zone: ZONE, changes: "apply", ...place, ...side.connectWith(proxy.url) });
  try {
    return await work({ ...here, proxy });
  } finally {
    await here.close();
    await proxy.close();
  }
}

/** The contents of everything on the side that is not in the list. */
export async function othersOf(side: Side, own: readonly string[] = []): Promise<string> {
  const others = (await side.events()).filter(({ uid }) => !own.includes(uid));
  return others
    .map(({ uid, mark }) => `${uid} ${mark}`)
    .toSorted()
    .join("\n");
}

/** Empties the calendar for the next check. */
export async function cleared(side: Side): Promise<void> {
  for (const { id } of await side.events()) await side.remove(id);
}
