/** The results of a step, stored as text so that any later run can read them. */
export type Facts = Readonly<Record<string, string>>;

export interface JournalEntry {
  readonly step: string;
  /** `intended`: written before the outside call. If `done` never follows, the answer may have been lost. */
  readonly state: "intended" | "done";
  readonly facts: Facts;
}

/** The record of outside calls, per subject (`agent:master`, `clinic:<slug>`), that lets a broken run continue. */
export interface Journal {
  entries(subject: string): Promise<readonly JournalEntry[]>;
  intend(subject: string, step: string): Promise<void>;
  complete(subject: string, entry: { readonly step: string; readonly facts: Facts }): Promise<void>;
  /** Deletes a subject's entries, so that its steps start over. */
  forget(subject: string): Promise<void>;
}

/**
 * One outside effect. `run` performs it; `recover` checks whether an earlier, unanswered `run` took effect and returns
 * what `run` would have returned, or undefined when it did not. A step without `recover` must be safe to repeat.
 */
export interface Step {
  readonly name: string;
  run(facts: Facts): Promise<Facts>;
  recover?(facts: Facts): Promise<Facts | undefined>;
}

export type StepOutcome = "done" | "recovered" | "already done";

/** The ports of every change that is made step by step. */
export interface StepPorts {
  readonly journal: Journal;
  readonly onStep?: (step: string, outcome: StepOutcome) => void;
}

/** Runs the steps in order, continuing where an earlier run of the same subject stopped; returns all facts. */
export async function runSteps(subject: string, steps: readonly Step[], ports: StepPorts): Promise<Facts> {
  const entries = new Map((await ports.journal.entries(subject)).map((entry) => [entry.step, entry]));
  const facts: Record<string, string> = {};
  for (const step of steps) {
    const { outcome, learnt } = await settle(step, { subject, facts, entry: entries.get(step.name) }, ports.journal);
    Object.assign(facts, learnt);
    ports.onStep?.(step.name, outcome);
  }
  return facts;
}

interface Position {
  readonly subject: string;
  readonly facts: Facts;
  readonly entry: JournalEntry | undefined;
}

async function settle(
  step: Step,
  { subject, facts, entry }: Position,
  journal: Journal,
): Promise<{ readonly outcome: StepOutcome; readonly learnt: Facts }> {
  if (entry?.state === "done") return { outcome: "already done", learnt: entry.facts };
  if (entry?.state === "intended") {
    const recovered = await step.recover?.(facts);
    if (recovered !== undefined) {
      await journal.complete(subject, { step: step.name, facts: recovered });
      return { outcome: "recovered", learnt: recovered };
    }
  }
  await journal.intend(subject, step.name);
  const learnt = await step.run(facts);
  await journal.complete(subject, { step: step.name, facts: learnt });
  return { outcome: "done", learnt };
}
