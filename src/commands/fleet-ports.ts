import { whyNotBookable } from "../domain/booking/slots/booking-troubles.ts";
import { behindAgents } from "../domain/fleet/repair/behind-agents.ts";
import type { ClinicTrouble } from "../domain/fleet/repair/drift.ts";
import type { FleetPorts } from "../domain/fleet/repair/plan-repairs.ts";
import type { FleetClinic } from "../domain/fleet/ports.ts";
import { publicUrlOf } from "./arguments.ts";
import type { Context } from "./context.ts";
import { masterAgent } from "./number-ports.ts";
import { socketTroubles } from "./socket-troubles.ts";

/** The ports that the fleet comparison needs in this installation. */
export async function fleetPorts(context: Context): Promise<FleetPorts> {
  const publicUrl = publicUrlOf(context);
  const store = await context.store();
  return {
    fleet: store.fleet,
    inAccount: (account) => context.retell(account),
    masterAgent: () => masterAgent(context),
    publicUrl,
    agentTroubles: (clinics) => agentTroubles(clinics, context),
    socketTroubles: (clinics) => socketTroubles(clinics, context),
    bookingTroubles: (clinics) => bookingTroubles(clinics, context),
  };
}

async function agentTroubles(clinics: readonly FleetClinic[], context: Context): Promise<readonly ClinicTrouble[]> {
  const versions = await context.agentVersions();
  const master = await (await context.store()).agents.master();
  const inAccount = async (account: string | null) => (await context.retell(account)).agents;
  return behindAgents(clinics, { versions, inAccount, master: master && (await versions.find(master)) });
}

/** Clinics in service at which nothing can be booked. Those without doctors or hours have findings of their own. */
async function bookingTroubles(clinics: readonly FleetClinic[], context: Context): Promise<readonly ClinicTrouble[]> {
  const troubles: ClinicTrouble[] = [];
  for (const { clinic, doctors, hasHours } of clinics) {
    if (clinic.status !== "active" || doctors === 0 || !hasHours) continue;
    const trouble = await whyNotBookable(clinic.slug, await context.bookings(clinic));
    if (trouble !== null) troubles.push({ slug: clinic.slug, ...trouble });
  }
  return troubles;
}
