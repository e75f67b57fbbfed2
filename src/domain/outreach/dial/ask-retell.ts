import { AscendiaError } from "../../errors.ts";
import { callOrder } from "./call-order.ts";
import type { CallReply } from "./call-platform.ts";
import type { DialPorts, DialStep } from "./dial-ports.ts";
import type { Dial } from "./dial.ts";
import { moveDial } from "./move-dial.ts";
import { nextLookAt } from "./recovery.ts";

/** Sends the request of a dial that is written down as begun, and writes down what became of it. */
export async function askRetell(dial: Dial, ports: DialPorts): Promise<DialStep> {
  const order = await callOrder(dial, ports);
  if (typeof order === "string") return fail(dial, order, ports);
  return settle(dial, await ports.calls.createPhoneCall(order), ports);
}

async function settle(dial: Dial, reply: CallReply, ports: DialPorts): Promise<DialStep> {
  if (reply.kind === "placed") {
    const placed = { state: "placed", callId: reply.call.callId, reason: null } as const;
    return { kind: "settled", dial: await moved(dial, placed, ports) };
  }
  if (reply.kind === "limited") return holdBack(dial, reply.retryAfterMs, ports);
  if (reply.kind === "unknown") {
    const unknown = await moved(dial, { state: "unknown", reason: reply.message }, ports);
    return { kind: "wait", dial: unknown, until: nextLookAt(unknown, ports.clock.now()), why: "ANSWER_LOST" };
  }
  const reason = `${reply.status}: ${reply.message}`;
  if (reply.kind === "refused") return fail(dial, reason, ports);
  await notAsked(dial, reason, ports);
  throw new AscendiaError("failed", `Retell takes no calls of this account: ${reply.message}`, {
    hint: "Correct the account in Retell's dashboard; calls that are planned go out then.",
  });
}

async function holdBack(dial: Dial, retryAfterMs: number, ports: DialPorts): Promise<DialStep> {
  ports.pacer.holdBack(retryAfterMs);
  const until = ports.clock.now() + retryAfterMs;
  return { kind: "wait", dial: await notAsked(dial, "RATE_LIMITED", ports), until, why: "RATE_LIMITED" };
}

/** A request that was sent before may have been carried out: that one stays open. */
function notAsked(dial: Dial, reason: string, ports: DialPorts): Promise<Dial> {
  if (dial.state === "unknown") return moved(dial, { reason }, ports);
  return moved(dial, { state: "planned", requestedAt: null, reason }, ports);
}

async function fail(dial: Dial, reason: string, ports: DialPorts): Promise<DialStep> {
  const failed = { state: "failed", reason, endedAt: ports.clock.now() } as const;
  return { kind: "settled", dial: await moved(dial, failed, ports) };
}

function moved(dial: Dial, changes: Parameters<typeof moveDial>[1], { database, clock }: DialPorts): Promise<Dial> {
  return moveDial(dial.id, changes, { database, now: clock.now() });
}
