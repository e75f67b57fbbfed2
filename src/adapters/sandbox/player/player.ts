import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../domain/time/ports.ts";
import { retellWire } from "../../simulation/retell-wire.ts";
import type { SandboxLog } from "../sandbox.ts";
import type { PlayPorts } from "./play-ports.ts";
import { ScriptedCalls } from "./scripted-calls.ts";

export interface PlayerSettings {
  readonly apiKey: string;
  readonly clock: Clock;
  /** Real time unless a test moves its clock by hand. */
  readonly wait?: PlayPorts["wait"];
  readonly log?: SandboxLog;
}

/** A pause alone keeps no process alive. */
const inRealTime: PlayPorts["wait"] = (milliseconds) => sleep(milliseconds, undefined, { ref: false });

/** A player that reaches agents' URLs over HTTP and signs with the workspace's key. */
export const httpPlayer = ({ apiKey, clock, wait = inRealTime, log }: PlayerSettings): ScriptedCalls => {
  const wire = retellWire(apiKey, clock);
  const ports: PlayPorts = { clock, wait, send: (request) => wire.send(request) };
  return new ScriptedCalls(ports, log ?? { error: () => undefined });
};
