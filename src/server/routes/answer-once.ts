import { setTimeout as wait } from "node:timers/promises";
import type { FunctionReplies, RequestKey } from "../../domain/call/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { ServerPorts } from "../ports.ts";

/**
 * Computes the answer to a signed request once. If the request is sent again, however often and to whichever process,
 * it gets the first answer, even if its effect has since been undone. A failed request may be sent again.
 */
export async function answerOnce(
  signed: RequestKey,
  work: () => Promise<string>,
  { replies, clock }: Pick<ServerPorts, "replies" | "clock">,
): Promise<string> {
  const earlier = await replies.claim(signed, clock.now());
  if (earlier !== undefined) return earlier.reply ?? firstReply(signed, replies);
  try {
    const reply = await work();
    await replies.keep(signed, reply);
    return reply;
  } catch (error) {
    await replies.release(signed);
    throw error;
  }
}

/** Longer than the first request may wait for a busy database. */
const patienceMs = 12_000;
const lookEveryMs = 50;

/** Waits for the answer to a request that is being processed, here or in another process. */
async function firstReply(signed: RequestKey, replies: FunctionReplies): Promise<string> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    await wait(lookEveryMs);
    const reply = await replies.find(signed);
    if (typeof reply === "string") return reply;
    if (reply === undefined) break;
  }
  throw new AscendiaError("transient", "The same request is being answered; its answer is not known yet.");
}

const DIGEST = /d=([0-9a-f]{64})/iu;

/** The digest in a signature that was already verified. */
export function digestOf(signature: string | undefined): string {
  const digest = DIGEST.exec(signature ?? "")?.[1];
  if (digest === undefined) throw new AscendiaError("unauthorized", "The request is not signed");
  return digest.toLowerCase();
}
