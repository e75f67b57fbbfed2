import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { fill, hostileCall } from "./fill.ts";
import { type ConsoleInstallation, CLINICS } from "./installation.ts";

export interface ClinicIds {
  /** The last future appointment, which the proof changes. */
  readonly appointment: string;
  readonly shown: string;
  readonly message: string;
  readonly call: string;
}

/** Two clinics with past data, one without, and a call with hostile text. @returns the ids to request, by slug */
export async function prepare({ inStore }: ConsoleInstallation): Promise<Readonly<Record<string, ClinicIds>>> {
  const ids: Record<string, ClinicIds> = {};
  await inStore(async (store) => {
    for (const name of CLINICS) {
      const clinic = await store.clinics.find(`demo-${name}`);
      if (clinic === undefined) throw new Error(`demo-${name} is not there`);
      const now = Date.now();
      if (name !== "montreal") await fill(clinic, store, now);
      ids[clinic.slug] = await idsOf(clinic, store, now);
      if (name !== "cotonou") continue;
      await store.callLedger.rewrite("call_hostile", () => ({ call: hostileCall(clinic, now - 1000), orders: [] }));
    }
  });
  return ids;
}

async function idsOf({ id, slug }: Clinic, store: Store, now: number): Promise<ClinicIds> {
  const { booking, outreach } = store.scope(id);
  const span = { from: now, to: now + 20 * 86_400_000 };
  const open = (await booking.stores.appointments.startingWithin(span)).filter(({ status }) => status === "scheduled");
  const [message] = await outreach.stores.messages.list({ isOpenOnly: true });
  const named = (index: number): string => open.at(index)?.id ?? "none";
  return { appointment: named(-1), shown: named(-2), message: message?.id ?? "none", call: `call_${slug}_1` };
}
