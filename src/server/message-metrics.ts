import { type Urgency, urgencies } from "../domain/call/message.ts";

/** Messages that callers left. */
export class MessageMetrics {
  readonly #counts = new Map<Urgency, number>(urgencies.map((urgency) => [urgency, 0]));

  note = (urgency: Urgency): void => {
    this.#counts.set(urgency, (this.#counts.get(urgency) ?? 0) + 1);
  };

  text(): string {
    const name = "ascendia_messages_total";
    return [
      `# HELP ${name} Messages that callers left for a clinic, by urgency.`,
      `# TYPE ${name} counter`,
      ...[...this.#counts].map(([urgency, count]) => `${name}{urgency="${urgency}"} ${count}`),
      "",
    ].join("\n");
  }
}
