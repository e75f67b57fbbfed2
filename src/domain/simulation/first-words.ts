import { AscendiaError } from "../errors.ts";
import { resolvePlaceholders } from "../flow/placeholders.ts";
import type { World } from "./ports.ts";
import { announceCall } from "./run/inbound-call.ts";

interface DialledClinic {
  readonly clinicId: string;
  readonly phoneNumber: string;
}

/** What a caller of the clinic hears first, and how long its inbound webhook took to answer. */
export async function firstWords(
  { clinicId, phoneNumber }: DialledClinic,
  world: World,
): Promise<{ readonly text: string; readonly webhookMs: number }> {
  const line = {
    callId: "call_first_words",
    fromNumber: "+14155550199",
    facts: { clinic: { id: clinicId }, phoneNumber },
  };
  const { answer, ms } = await announceCall(line, world);
  if (answer.kind !== "accepted") {
    throw new AscendiaError("failed", `The inbound webhook of clinic ${clinicId} did not take the call.`, {
      detail: answer.kind === "bad" ? [answer.problem] : ["it rejected the call"],
    });
  }
  const { flow } = world.agent;
  const start = flow.nodes.find(({ id }) => id === flow.start_node_id);
  const instruction = start !== undefined && "instruction" in start ? start.instruction : undefined;
  const said = instruction !== undefined && "text" in instruction ? instruction.text : "";
  return { text: resolvePlaceholders(said, (name) => answer.variables[name]), webhookMs: Math.round(ms) };
}
