import { jsonOf } from "../json.ts";
import * as z from "zod";
import type { ReceivedValues } from "../domain/agent/content/contract-drift.ts";
import type { Context } from "./context.ts";

const mostEvents = 10_000;

const endedCall = z.object({ call: z.object({ disconnection_reason: z.string() }) });

/** The latest events, without personal data. */
export async function receivedValues(context: Pick<Context, "store">): Promise<ReceivedValues> {
  const { events: records } = await context.store();
  const events = await records.list({ limit: mostEvents });
  const reasons = events.flatMap(({ body }) => {
    const parsed = endedCall.safeParse(jsonOf(body));
    return parsed.success ? [parsed.data.call.disconnection_reason] : [];
  });
  return { events: events.map(({ event }) => event), disconnectionReasons: reasons };
}
