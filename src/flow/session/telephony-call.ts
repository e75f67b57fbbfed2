import type { FlowNode, NodeOf, TransferDestination } from "../flow.ts";
import { invoke, recordResult } from "./call-tool.ts";
import { resolve, wording } from "./speak.ts";
import { type Ending, type Run, placeOf, record } from "./state.ts";

type Transfer = Pick<NodeOf<"transfer_call">, "transfer_destination" | "transfer_option">;
type Swap = Pick<NodeOf<"agent_swap">, "agent_id" | "agent_version">;

/** How the call ends after the transfer; undefined if the transfer failed. Phone calls only (docs/retell.md 1.7.5). */
export async function transferCall(run: Run, node: FlowNode, transfer: Transfer): Promise<Ending | undefined> {
  const destination = await destinationOf(run, node, transfer.transfer_destination);
  const id = invoke(run, "transfer_call", { destination });
  const { type } = transfer.transfer_destination;
  const extension = type === "predefined" ? transfer.transfer_destination.extension : undefined;
  const outcome =
    run.state.call.type === "web_call"
      ? "failed"
      : await run.ports.telephony.transfer({
          place: placeOf(run, node),
          destination,
          ...(extension !== undefined && { extension: resolve(run, extension) }),
          option: transfer.transfer_option?.type ?? "cold_transfer",
        });
  recordResult(run, id, { ok: outcome === "connected", content: outcome });
  return outcome === "connected" ? { reason: "call_transfer", transferDestination: destination } : undefined;
}

async function destinationOf(run: Run, node: FlowNode, destination: TransferDestination): Promise<string> {
  if (destination.type === "predefined") return resolve(run, destination.number);
  return wording(run, node, { purpose: "transfer_number", instruction: destination.prompt });
}

/** The other agent takes over, so this flow's run is over. */
export async function swapAgent(run: Run, node: FlowNode, swap: Swap): Promise<Ending | undefined> {
  const agentId = resolve(run, swap.agent_id);
  const id = invoke(run, "agent_swap", { agent_id: agentId });
  const outcome = await run.ports.telephony.swap({
    place: placeOf(run, node),
    agentId,
    ...(swap.agent_version !== undefined && { agentVersion: swap.agent_version }),
  });
  recordResult(run, id, { ok: outcome === "swapped", content: outcome });
  return outcome === "swapped" ? { reason: "agent_swap", agentId } : undefined;
}

export async function sendSms(run: Run, node: FlowNode, content: string): Promise<"sent" | "failed"> {
  const outcome = await run.ports.telephony.sendSms({ place: placeOf(run, node), content });
  const seconds = Math.floor((run.ports.clock.now() - run.state.call.startedAt) / 1000);
  if (outcome === "sent") record(run, { role: "sms", content, time_sec: seconds });
  return outcome;
}

/** Presses the digits that the brain finds in the instruction, if any. */
export async function pressDigits(run: Run, node: FlowNode, instruction: string): Promise<void> {
  const answer = await wording(run, node, { purpose: "digits", instruction });
  const digits = answer.replaceAll(/[^0-9*#]/g, "");
  if (digits === "") return;
  const id = invoke(run, "press_digit", { digit: digits });
  recordResult(run, id, { ok: true, content: digits });
  run.turn.pressed += digits;
}
