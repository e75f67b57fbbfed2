import type { BookingPorts } from "../../booking/ports.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import type { World } from "../ports.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { ToolRecord } from "./recorded-tools.ts";
import type { OpenLine, PreparedRun } from "./run-scenario.ts";
import { slotTaker } from "./scene.ts";
import { faultsAround } from "./socket-faults.ts";
import { SocketSession } from "./socket-session.ts";
import { toolRecordsIn } from "./socket-tools.ts";

/** Who speaks in the calls: Retell, which runs the flow itself, or the server over its socket (retell-api.md 8). */
export const engines = ["conversation-flow", "custom-llm"] as const;
export type Engine = (typeof engines)[number];

export interface SocketCallPlay {
  readonly session: SocketSession;
  records(snapshot: FlowSnapshot): readonly ToolRecord[];
  /** All that came over the wire. */
  wire(): string;
}

interface CallParts {
  readonly world: World;
  readonly booking: BookingPorts | undefined;
}

/** The call as it is held over the world's socket, with the same brain and the same faults. */
export function behindSocket(
  { scenario, facts }: PreparedRun,
  { call, brain }: OpenLine,
  { world, booking }: CallParts,
): SocketCallPlay {
  if (world.socket === undefined) throw new RangeError("a call comes over the socket of a copy only");
  const faults = scenario.faults ?? [];
  const take = slotTaker(faults, facts, booking);
  const around = faultsAround(faults, (name, args) =>
    take(name, { doctor_id: session.snapshot().collected["chosen_doctor_id"], ...args }),
  );
  const { flow } = world.agent;
  const parts = { call, clinic: facts.clinic, flow, socket: world.socket, script: { brain, around } };
  const session = new SocketSession(parts);
  return {
    session,
    records: (snapshot) => toolRecordsIn(snapshot, flow),
    wire: () => JSON.stringify(session.answers.map(({ content, tools }) => ({ content, tools }))),
  };
}

/** Why a scenario cannot be played over the socket; undefined: it can. */
export async function notOverSocket(
  { direction, faults = [], needs, caller }: Scenario,
  clinic: Pick<Clinic, "id">,
  world: World,
): Promise<string | undefined> {
  if (world.socket === undefined) return "the socket of a server that is not a copy is not called";
  if (direction === "outbound") return "calls that go out are begun by Retell";
  if (needs?.sms === true) return "the server sends no SMS over the socket";
  if (faults.some(({ kind }) => kind === "transfer_fails"))
    return "over the socket nobody learns that a transfer failed";
  if (caller.turns.some((turn) => "digits" in turn)) return "no digits are pressed over the socket";
  return world.socket.unfit(clinic.id);
}
