import { hostname } from "node:os";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { requireClinic } from "../domain/fleet/ports.ts";
import { isRunning } from "../domain/fleet/servers.ts";
import {
  type HeldTunnel,
  type Restored,
  type TunnelPorts,
  closeTunnel,
  heldTunnel,
  openTunnel,
  refuseSecondTunnel,
} from "../domain/fleet/check/tunnel.ts";
import { AscendiaError } from "../errors.ts";
import { counted } from "../terminal/table.ts";
import { agreeTo } from "./clinic-option.ts";
import { fleetPorts } from "./fleet-ports.ts";
import type { Context } from "./context.ts";

export interface TunnelFlags {
  readonly tunnel?: string;
  readonly clinic?: readonly string[];
}

export interface OpenTunnel {
  readonly url: string;
  /** Restores the numbers' earlier settings. Calls in progress still come through the tunnel. */
  restore(): Promise<void>;
  stop(): void;
}

/** Restores the numbers of a killed server, which still lead to its tunnel. */
export async function restoreLeftTunnel(context: Context): Promise<void> {
  const held = await heldTunnel(await context.journal());
  if (held === undefined || (await isHeld(held, context))) return;
  context.output.note(`First closing the tunnel ${held.url} of a killed server.`);
  await restoreOrWarn(context);
}

/** Before the server starts. @throws usage; not_found for an unknown clinic */
export async function checkTunnel(flags: TunnelFlags, context: Context): Promise<void> {
  if (flags.clinic === undefined) return;
  await chosenClinics(flags, context);
  if (flags.tunnel !== undefined) return;
  throw new AscendiaError("usage", "--clinic chooses the numbers that --tunnel binds.", {
    hint: "Pass both, or neither.",
  });
}

/** @throws conflict, failed when the command prints no address */
export async function tunnelFor(flags: TunnelFlags, context: Context): Promise<OpenTunnel | undefined> {
  const { tunnel: command } = flags;
  if (command === undefined) return undefined;
  const held = await heldTunnel(await context.journal());
  if (held !== undefined) refuseSecondTunnel(held);
  const chosen = await chosenClinics(flags, context);
  if (context.config().mode === "live") await agree(chosen, context);
  const running = await context.startTunnel(command, (why) => {
    context.output.warn(`The tunnel is gone: ${why}. Retell no longer reaches this server.`);
  });
  const restore = () => restoreOrWarn(context);
  try {
    const slugs = new Set(chosen.map(({ slug }) => slug));
    const holder = { host: hostname(), processId: process.pid };
    const bound = await openTunnel({ url: running.url, slugs, holder }, await tunnelPorts(context));
    context.output.note(
      `${counted(bound.length, "number")} ${bound.length === 1 ? "leads" : "lead"} to ${running.url} until this server stops: ${bound.join(", ")}.`,
    );
  } catch (error) {
    await restore();
    running.stop();
    throw error;
  }
  return { url: running.url, restore, stop: () => running.stop() };
}

async function chosenClinics({ clinic: named }: TunnelFlags, context: Context): Promise<readonly Clinic[]> {
  const { clinics } = await context.store();
  return named === undefined ? clinics.list() : Promise.all(named.map((one) => requireClinic(one, clinics)));
}

async function agree(chosen: readonly Clinic[], context: Context): Promise<void> {
  const whose = chosen.length === 1 ? (chosen[0]?.slug ?? "") : counted(chosen.length, "clinic");
  await agreeTo(
    `Real patients who call ${whose} will reach this machine. Bind the numbers until the server stops?`,
    context,
  );
}

async function isHeld({ host, processId }: HeldTunnel, context: Context): Promise<boolean> {
  const { signs, now } = await (await context.store()).servers.list();
  return signs.some((sign) => sign.host === host && sign.processId === processId && isAlive(sign, now));
}

/** A killed server still seems to run for a while, unless it ran on this machine. */
function isAlive(sign: Parameters<typeof isRunning>[0], now: number): boolean {
  if (sign.host !== hostname()) return isRunning(sign, now);
  try {
    return process.kill(sign.processId, 0);
  } catch {
    return false;
  }
}

/** Anything that cannot be restored now is restored at the next start of a server. */
async function restoreOrWarn(context: Context): Promise<void> {
  const { output } = context;
  try {
    const { restored, changedByOthers } = await closeTunnel(await tunnelPorts(context));
    report({ restored, changedByOthers }, context);
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    output.warn(`The numbers still lead to the tunnel: ${error.message} The next ascendia serve restores them.`);
  }
}

function report({ restored, changedByOthers }: Restored, { output }: Context): void {
  if (restored.length > 0) output.note(`Restored ${counted(restored.length, "number")}: ${restored.join(", ")}.`);
  if (changedByOthers.length === 0) return;
  output.warn(`Left as they are, because something else changed them: ${changedByOthers.join(", ")}.`);
}

async function tunnelPorts(context: Context): Promise<TunnelPorts> {
  return {
    fleet: await fleetPorts(context),
    platform: (await context.retell()).agents,
    numbersOf: async (account) => (await context.retell(account)).numbers,
    journal: await context.journal(),
    audit: await context.audit(),
    digest: context.digest,
    newId: () => context.newId(),
  };
}
