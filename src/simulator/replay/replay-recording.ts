import type { RecordedRequest } from "../../domain/call/requests/recorded-request.ts";
import { type Answer, type Difference, compareAnswers } from "./compare-answers.ts";
import { NewIds } from "./new-ids.ts";

/** A build that serves a copy of the data of one recording, at the time of each request. */
export interface ReplayedBuild {
  answer(request: RecordedRequest): Promise<Answer>;
  close(): Promise<void>;
}

/** A request whose answer is different now. */
export interface ChangedAnswer {
  readonly receivedAt: number;
  readonly path: string;
  readonly clinic: string | null;
  readonly callId: string | null;
  readonly differences: readonly Difference[];
}

export interface Replayed {
  readonly requests: number;
  readonly changed: readonly ChangedAnswer[];
}

/** Sends the requests again, in order and one at a time, and compares the answers with the recorded ones. */
export async function replayRecording(
  requests: Iterable<RecordedRequest>,
  startedAt: number,
  { answer }: Pick<ReplayedBuild, "answer">,
): Promise<Replayed> {
  const ids = new NewIds(startedAt);
  const changed: ChangedAnswer[] = [];
  let count = 0;
  for (const request of requests) {
    count += 1;
    const { status, body } = await answer({ ...request, body: ids.toNow(request.body) });
    const was = { status: request.status, body: request.answer };
    const differences = compareAnswers(was, { status, body: ids.toThen(was.body, body) });
    if (differences.length === 0) continue;
    const { receivedAt, path, clinic } = request;
    changed.push({ receivedAt, path, clinic, callId: callIn(request.body), differences });
  }
  return { requests: count, changed };
}

const CALL_ID = /"(?:call|chat)_id":"([\w.-]{1,100})"/u;

function callIn(body: string): string | null {
  return CALL_ID.exec(body)?.[1] ?? null;
}
