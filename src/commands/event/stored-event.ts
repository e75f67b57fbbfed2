import type { CallEvent, CallEventRecords } from "../../domain/call/ports.ts";
import { AscendiaError } from "../../errors.ts";

/** @throws not_found */
export async function storedEvent(key: string, events: Pick<CallEventRecords, "find">): Promise<CallEvent> {
  const event = await events.find(key);
  if (event !== undefined) return event;
  throw new AscendiaError("not_found", `Event ${key} not found.`, {
    hint: "List them with: ascendia event:list",
  });
}
