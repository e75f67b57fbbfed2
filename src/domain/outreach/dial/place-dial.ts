import { AscendiaError } from "../../errors.ts";
import { askRetell } from "./ask-retell.ts";
import { beginDial } from "./begin-dial.ts";
import type { DialPorts, DialStep } from "./dial-ports.ts";
import type { Dial } from "./dial.ts";
import { recoverDial } from "./recover-dial.ts";
import { nextLookAt } from "./recovery.ts";

/**
 * Brings a dial as far as it goes now. It can be run again at any point and by several at once: at most one telephone
 * rings. @throws failed while Retell takes no calls of the account
 */
export async function placeDial(dialId: string, ports: DialPorts): Promise<DialStep> {
  try {
    return await goOn(await storedDial(dialId, ports), ports);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "transient") throw error;
    return unreachable(await storedDial(dialId, ports), ports);
  }
}

async function goOn(dial: Dial, ports: DialPorts): Promise<DialStep> {
  if (dial.state === "dialling" || dial.state === "unknown") return recoverDial(dial, ports);
  const begun = await beginDial(dial.id, ports);
  return begun.kind === "begun" ? askRetell(begun.dial, ports) : begun;
}

const unreachablePauseMs = 10_000;

/** Retell could not tell what it has: neither how many lines are free, nor the call that is looked for. */
function unreachable(dial: Dial, { clock }: DialPorts): DialStep {
  const now = clock.now();
  const until = dial.requestedAt === null ? now + unreachablePauseMs : nextLookAt(dial, now);
  return { kind: "wait", dial, until, why: "RETELL_UNREACHABLE" };
}

async function storedDial(dialId: string, { database }: DialPorts): Promise<Dial> {
  const dial = await database.stores.dials.find(dialId);
  if (dial === undefined) throw new Error(`the dial ${dialId} is gone`);
  return dial;
}
