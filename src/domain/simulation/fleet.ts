import { AscendiaError } from "../errors.ts";
import type { Store } from "../organisation/stores.ts";
import { marksIn, type LeakSearch } from "./canary/find-leaks.ts";
import { nameIndex, type ClinicMarks } from "./canary/name-index.ts";
import type { World } from "./ports.ts";

/** Every clinic of the store with what tells it from the others. */
export async function readFleet(store: Store): Promise<readonly ClinicMarks[]> {
  const fleet: ClinicMarks[] = [];
  for (const clinic of await store.clinics.list()) {
    const { doctors, number } = store.scope(clinic.id);
    fleet.push({
      clinic,
      doctors: await doctors.list(),
      phoneNumber: (await number.find())?.phoneNumber ?? null,
    });
  }
  return fleet;
}

/** @throws not_found for an unknown clinic, nothing_checked without any */
export function chooseClinics(
  fleet: readonly ClinicMarks[],
  wanted: readonly string[] | undefined,
): readonly ClinicMarks[] {
  if (fleet.length === 0) {
    throw new AscendiaError("nothing_checked", "There are no clinics to simulate.", {
      hint: "ascendia clinic:onboard",
    });
  }
  if (wanted === undefined) return fleet;
  return [...new Set(wanted)].map((name) => {
    const found = fleet.find(({ clinic }) => clinic.id === name || clinic.slug === name);
    if (found !== undefined) return found;
    throw new AscendiaError("not_found", `There is no clinic "${name}".`, { hint: "ascendia clinic:list shows them." });
  });
}

/** What the canaries of every run look for. */
export function leakSearch(fleet: readonly ClinicMarks[], { agent }: Pick<World, "agent">): LeakSearch {
  const index = nameIndex(fleet);
  return {
    index,
    slugs: new Map(fleet.map(({ clinic }) => [clinic.id, clinic.slug])),
    common: marksIn([JSON.stringify(agent.flow.nodes), agent.flow.global_prompt ?? ""], index),
  };
}
