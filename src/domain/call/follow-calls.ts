import type { CallEvent, CallEventRecords, FleetCall, FleetCalls } from "./ports.ts";

/** Something that came in, or what it made of its call. */
export type CallNews =
  | { readonly kind: "event"; readonly at: number; readonly event: CallEvent }
  | { readonly kind: "call"; readonly at: number; readonly call: FleetCall };

interface FollowPorts {
  readonly events: Pick<CallEventRecords, "since">;
  readonly calls: Pick<FleetCalls, "changedSince">;
}

/** What is written late under an earlier time is still found within this. */
const LATE_MS = 5000;
const FIRST_PAGE = 1000;

/** @returns what tells, each time it is called, all that is new since the time before, oldest first */
export function followCalls(fromAt: number, { events, calls }: FollowPorts): () => Promise<readonly CallNews[]> {
  let [toldUntil, seen, page] = [fromAt, new Set<string>(), FIRST_PAGE];
  return async () => {
    const since = Math.max(fromAt, toldUntil - LATE_MS);
    const [arrived, changed] = [await events.since(since, page), await calls.changedSince(since, page)];
    const found = [...arrived.map(ofEvent), ...changed.map(ofCall)];
    const news = found.filter((one) => !seen.has(nameOf(one))).toSorted((one, other) => one.at - other.at);
    // More was written within that time than a page holds: without a larger one nothing further would be seen.
    if (news.length === 0 && Math.max(arrived.length, changed.length) === page) page *= 2;
    seen = new Set(found.map(nameOf));
    toldUntil = Math.max(toldUntil, ...news.map(({ at }) => at));
    return news;
  };
}

function ofEvent(event: CallEvent): CallNews {
  return { kind: "event", at: event.receivedAt, event };
}

function ofCall(call: FleetCall): CallNews {
  return { kind: "call", at: call.updatedAt, call };
}

function nameOf(news: CallNews): string {
  return `${news.kind} ${news.at} ${news.kind === "event" ? news.event.key : news.call.callId}`;
}
