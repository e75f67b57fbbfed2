import { askRetell } from "./ask-retell.ts";
import { beginDial } from "./begin-dial.ts";
import type { DialPorts, DialStep } from "./dial-ports.ts";
import { recoverDial } from "./recover-dial.ts";

/**
 * Brings a dial as far as it goes now. It can be run again at any point and by several at once: at most one telephone
 * rings. @throws AscendiaError while Retell cannot be reached to look, or takes no calls of the account
 */
export async function placeDial(dialId: string, ports: DialPorts): Promise<DialStep> {
  const dial = await ports.database.stores.dials.find(dialId);
  if (dial === undefined) throw new Error(`the dial ${dialId} is gone`);
  if (dial.state === "dialling" || dial.state === "unknown") return recoverDial(dial, ports);
  const begun = await beginDial(dialId, ports);
  return begun.kind === "begun" ? askRetell(begun.dial, ports) : begun;
}
