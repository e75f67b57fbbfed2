import type { CallStatus } from "./call.ts";

const FURTHER: Readonly<Record<CallStatus, number>> = {
  registered: 0,
  ongoing: 1,
  ended: 2,
  not_connected: 2,
  error: 2,
};

/** How far the call has come by all that was said of it; of two ways to be over the later one said counts. */
export function furthestStatus(statuses: readonly (CallStatus | undefined)[]): CallStatus {
  let furthest: CallStatus = "registered";
  for (const status of statuses) if (status !== undefined && FURTHER[status] >= FURTHER[furthest]) furthest = status;
  return furthest;
}

export function isOver(status: CallStatus): boolean {
  return FURTHER[status] === FURTHER.ended;
}

/** undefined: a status that Retell added later, or made up by its sender. */
export function callStatus(text: string | undefined): CallStatus | undefined {
  return ALL.find((status) => status === text);
}

const ALL = ["registered", "ongoing", "ended", "not_connected", "error"] as const satisfies readonly CallStatus[];
