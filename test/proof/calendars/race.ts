import { setTimeout as wait } from "node:timers/promises";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { type Check, type Here, type ProofOptions, ZONE, cleared, connected, dateIn } from "./check.ts";
import type { Side } from "./side.ts";

const CALLERS = 8;
/** More than 500 across all servers. */
const TRIES = 170;

/** Callers and someone on the other side want the same slots at the same moment. */
export async function raceChecks(side: Side, { quick, seed }: ProofOptions): Promise<readonly Check[]> {
  const tries = quick ? 3 : TRIES;
  const check = await connected(side, {}, (here) => race(side, here, { tries, seed }));
  await cleared(side);
  return [check];
}

interface Race {
  readonly tries: number;
  readonly seed: number;
}

async function race(side: Side, here: Here, { tries, seed }: Race): Promise<Check> {
  const random = seeded(seed);
  const usualMs = await usualTime(here, Math.min(5, tries));
  let [doubles, twice, toCallers, toWriter, nobody] = [0, 0, 0, 0, 0];
  for (let index = 0; index < tries; index += 1) {
    const startsAt = slotOf(index);
    // So that the other side writes before, during and after the callers' bookings.
    const delayMs = random() * 1.5 * usualMs;
    const [wrote, ...outcomes] = await Promise.all([
      writer(side, { id: `writer-${index}`, startsAt, delayMs }),
      ...Array.from({ length: CALLERS }, (_, caller) => here.book(startsAt, index * CALLERS + caller)),
    ]);
    const booked = outcomes.filter((outcome) => typeof outcome === "object" && outcome.kind === "booked").length;
    if (booked > 1) twice += 1;
    if (booked > 0 && wrote) doubles += 1;
    else if (booked > 0) toCallers += 1;
    else if (wrote) toWriter += 1;
    else nobody += 1;
  }
  const { events, visits, isWhole } = await settled(side, here);
  const passed = doubles === 0 && twice === 0 && isWhole && (tries < TRIES || Math.min(toCallers, toWriter) > 0);
  const found = `${doubles} doubles; ${toCallers} to callers, ${toWriter} to the writer, ${nobody} to nobody; ${events} events for ${visits} visits`;
  return { side: side.name, what: `${tries} slots, ${CALLERS} callers and a writer there`, found, passed };
}

/** The events on both sides once everything that was started has ended. */
async function settled(side: Side, here: Here) {
  // An abandoned request may still arrive there.
  while (here.proxy.open > 0) await wait(20);
  here.passTime();
  await here.write();
  const uids = new Set(activeUids(here));
  const ours = (await side.events()).filter(({ uid }) => !uid.startsWith("writer-"));
  const isWhole = ours.length === uids.size && ours.every(({ uid }) => uids.has(uid));
  return { events: ours.length, visits: uids.size, isWhole };
}

/** How long callers take when nobody writes there, on a separate day. */
async function usualTime(here: Here, count: number): Promise<number> {
  const times: number[] = [];
  for (const [index, time] of ["08:00", "09:00", "10:00", "11:00", "12:00"].slice(0, count).entries()) {
    const startsAt = instantOf(dateIn(5), time, ZONE);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: CALLERS }, (_, caller) => here.book(startsAt, 90_000 + index * 10 + caller)),
    );
    times.push(performance.now() - began);
  }
  return times.toSorted((one, other) => one - other)[Math.floor(count / 2)] ?? 0;
}

interface Wish {
  readonly id: string;
  readonly startsAt: number;
  readonly delayMs: number;
}

/**
 * Another program that writes there: it checks, writes, checks again, and removes its event if someone else's is there
 * too. @returns whether its event stays
 */
async function writer(side: Side, { id, startsAt, delayMs }: Wish): Promise<boolean> {
  const isTaken = async (): Promise<boolean> =>
    (await side.events()).some((event) => event.id !== id && event.startsAt === startsAt);
  await wait(delayMs);
  if (await isTaken()) return false;
  await side.add({ id, startsAt, endsAt: startsAt + 1_800_000 });
  if (!(await isTaken())) return true;
  await side.remove(id);
  return false;
}

function activeUids({ rows }: Here): readonly string[] {
  return rows
    .prepare<[], string>("select calendar_uid from appointments where status in ('scheduled', 'confirmed')")
    .pluck()
    .all();
}

/** Twenty half hours a day, from a week ahead. */
function slotOf(index: number): number {
  const minutes = 8 * 60 + (index % 20) * 30;
  const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  return instantOf(dateIn(7 + Math.floor(index / 20)), time, ZONE);
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
