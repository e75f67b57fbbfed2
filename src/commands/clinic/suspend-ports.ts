import type { SuspendPorts } from "../../domain/organisation/suspend-clinic.ts";
import type { Context } from "../context.ts";

export async function suspendPorts(context: Context): Promise<SuspendPorts> {
  const store = await context.store();
  return { store, audit: await context.audit(), clock: context.clock, newId: () => context.newId() };
}
