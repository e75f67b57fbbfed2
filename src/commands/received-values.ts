import * as z from "zod";
import type { ReceivedValues } from "../domain/agent/content/contract-drift.ts";
import type { Context } from "./context.ts";

const mostEvents = 10_000;

const endedCall = z.object({ call: z.object({ disconnection_reason: z.string() }) });

/** The latest events, without anything that is about a person. */
export async function receivedValues(context: Pick<Context, "store">): Promise<ReceivedValues> {
  const { events: records } = await context.store();
  const events = await records.list({ limit: mostEvents });
  const reasons = events.flatMap(({ body }) => {
    const parsed = endedCall.safeParse(parsedJson(body));
    return parsed.success ? [parsed.data.call.disconnection_reason] : [];
  });
  return { events: events.map(({ event }) => event), disconnectionReasons: reasons };
}

/** Events are stored as they came; one that is not JSON says nothing here. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
