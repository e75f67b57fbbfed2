import { AscendiaError } from "../../errors.ts";
import type { PinnedAgent } from "../number/number.ts";
import type { CallerFacts } from "./caller-variables.ts";
import { type InboundAnswer, type Speech, inboundAnswer, takesCalls } from "./inbound-reply.ts";

/** A call from a browser (docs/retell.md 9.3): who answers it, and what an inbound webhook would have said of it. */
export interface WebCallOrder {
  readonly agent: PinnedAgent;
  readonly answer: InboundAnswer;
}

/** What the browser joins the call with; it is over when nobody does within 30 seconds. */
export interface WebCall {
  readonly callId: string;
  readonly accessToken: string;
}

/** Retell's web calls. */
export interface WebCalls {
  /** Asks once and never retries. @throws failed, transient */
  create(order: WebCallOrder): Promise<WebCall>;
}

interface Line {
  readonly agentId: string | null;
  readonly agentVersion: number | null;
}

/** @param line the clinic's number @throws conflict when a caller of the clinic would not reach an assistant */
export function webCallOrder(line: Line | undefined, facts: CallerFacts, speech: Speech, now: number): WebCallOrder {
  const { slug } = facts.clinic;
  if (!takesCalls(facts)) {
    throw new AscendiaError("conflict", `Clinic ${slug} takes no calls now.`, { hint: `ascendia clinic:show ${slug}` });
  }
  const { agentId = null, agentVersion = null } = line ?? {};
  if (agentId === null || agentVersion === null) {
    throw new AscendiaError("conflict", `No agent answers the calls of clinic ${slug}.`, {
      hint: `ascendia number:bind --clinic ${slug}`,
    });
  }
  return { agent: { agentId, version: agentVersion }, answer: inboundAnswer(facts, speech, now) };
}
