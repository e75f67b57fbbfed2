import type { RequestPoint } from "../provisioning/proxy.ts";

/** What goes wrong while one call is placed. */
export interface LostDial {
  readonly name: string;
  /** Planted in the sandbox. */
  readonly faults?: readonly object[];
  /** Each kills one worker with -9 at one of its requests; then the next worker starts. */
  readonly kills?: readonly RequestPoint[];
  readonly workersAtOnce?: number;
  readonly isQuick?: boolean;
}

const create = { method: "POST", path: "/v2/create-phone-call" } as const;
const list = { method: "POST", path: "/v3/list-calls" } as const;

/**
 * A worker first asks how many lines are free, then places the call; a worker that takes over first looks for the call.
 */
const asking = 2;
const looking = 1;

export const lostDials: readonly LostDial[] = [
  { name: "nothing goes wrong" },
  { name: "applied, answer lost", faults: [{ kind: "answer_lost", ...create }], isQuick: true },
  { name: "applied, no answer in time", faults: [{ kind: "timeout", applied: true, ...create }] },
  { name: "no answer in time, not applied", faults: [{ kind: "timeout", applied: false, ...create }] },
  { name: "connection reset before", faults: [{ kind: "reset", ...create }] },
  { name: "500 before", faults: [{ kind: "server_error", ...create }] },
  { name: "503 before, twice", faults: [{ kind: "fail_before", status: 503, times: 2, ...create }] },
  { name: "409", faults: [{ kind: "fail_before", status: 409, ...create }] },
  { name: "429, retry after 1 s", faults: [{ kind: "rate_limited", retry_after_seconds: 1, ...create }] },
  {
    name: "answer lost, and the look-up answered 500",
    faults: [
      { kind: "answer_lost", ...create },
      { kind: "server_error", should_retry: false, ...list },
    ],
  },
  {
    name: "reset, and the answer to the repetition lost",
    faults: [
      { kind: "reset", ...create },
      { kind: "answer_lost", nth: 2, ...create },
    ],
  },
  { name: "kill -9 before the request", kills: [{ nth: asking, when: "before" }], isQuick: true },
  { name: "kill -9 after Retell made the call", kills: [{ nth: asking, when: "after" }], isQuick: true },
  {
    name: "kill -9 after the call, again while it is looked for",
    kills: [
      { nth: asking, when: "after" },
      { nth: looking, when: "before" },
    ],
  },
  {
    name: "kill -9 before the request, again after the repetition",
    kills: [
      { nth: asking, when: "before" },
      { nth: looking + 2, when: "after" },
    ],
  },
  { name: "two workers at once, answer lost", faults: [{ kind: "answer_lost", ...create }], workersAtOnce: 2 },
];
