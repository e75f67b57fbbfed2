import type { Identified } from "../domain/booking/patients/patient-identity.ts";

const outcomes = ["proved", "denied", "blocked", "callback"] as const satisfies readonly Identified["kind"][];

/** Outcomes for callers who ask about an existing appointment. */
export class IdentityMetrics {
  readonly #counts = new Map<Identified["kind"], number>(outcomes.map((outcome) => [outcome, 0]));

  note = (outcome: Identified["kind"]): void => {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  };

  text(): string {
    const name = "ascendia_identity_checks_total";
    return [
      `# HELP ${name} Callers who had to prove whose appointment they ask about, by outcome; blocked: no attempts left.`,
      `# TYPE ${name} counter`,
      ...[...this.#counts].map(([outcome, count]) => `${name}{outcome="${outcome}"} ${count}`),
      "",
    ].join("\n");
  }
}
