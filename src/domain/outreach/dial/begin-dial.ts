import { readOutreachSettings } from "../outreach-settings.ts";
import type { DialPorts, DialStep } from "./dial-ports.ts";
import type { Dial } from "./dial.ts";
import { judgeDial, type DialVerdict } from "./judge-dial.ts";

/** Either the dial, written down as being asked for, or why Retell is not asked. */
export type Begun = { readonly kind: "begun"; readonly dial: Dial } | DialStep;

/**
 * Judges every rule and writes down that Retell is about to be asked, in one transaction and in the clinic's turn:
 * from here on the dial counts as a try until Retell says otherwise.
 */
export async function beginDial(dialId: string, ports: DialPorts): Promise<Begun> {
  const { clinic, database, pacer, clock } = ports;
  const planned = await database.stores.dials.find(dialId);
  if (planned === undefined) throw new Error(`the dial ${dialId} is gone`);
  if (planned.state !== "planned") return { kind: "settled", dial: planned };
  if (clock.now() < planned.dueAt) return { kind: "wait", dial: planned, until: planned.dueAt, why: "not due" };
  const settings = await readOutreachSettings(ports, clock.now());
  const turn = await pacer.inTurn(clinic.id, () =>
    database.transact(async (stores) => {
      const now = clock.now();
      const dial = (await stores.dials.find(dialId)) ?? planned;
      if (dial.state !== "planned") return { kind: "settled", dial } as const;
      const verdict = await judgeDial(dial, { settings, stores, now });
      const begun = afterVerdict(dial, verdict, now);
      await stores.dials.update(begun.dial);
      return begun;
    }),
  );
  return turn.kind === "done" ? turn.value : { kind: "wait", dial: planned, until: turn.until, why: "its turn" };
}

function afterVerdict(dial: Dial, verdict: DialVerdict, now: number): Begun {
  const updatedAt = now;
  if (verdict.kind === "forbidden") {
    return { kind: "settled", dial: { ...dial, state: "failed", reason: verdict.rule, endedAt: now, updatedAt } };
  }
  if (verdict.kind === "wait") {
    const { until, rule: reason } = verdict;
    return { kind: "wait", dial: { ...dial, dueAt: until, reason, updatedAt }, until, why: reason };
  }
  return { kind: "begun", dial: { ...dial, state: "dialling", requestedAt: now, reason: null, updatedAt } };
}
