import type { Facts, Journal, JournalEntry } from "../../src/domain/journal/journal.ts";

export class FakeJournal implements Journal {
  readonly #subjects = new Map<string, Map<string, JournalEntry>>();

  entries(subject: string): Promise<readonly JournalEntry[]> {
    return Promise.resolve([...(this.#subjects.get(subject)?.values() ?? [])]);
  }

  intend(subject: string, step: string): Promise<void> {
    return this.#write(subject, { step, state: "intended", facts: {} });
  }

  complete(subject: string, entry: { readonly step: string; readonly facts: Facts }): Promise<void> {
    return this.#write(subject, { ...entry, state: "done" });
  }

  forget(subject: string): Promise<void> {
    this.#subjects.delete(subject);
    return Promise.resolve();
  }

  #write(subject: string, entry: JournalEntry): Promise<void> {
    const steps = this.#subjects.get(subject) ?? new Map<string, JournalEntry>();
    this.#subjects.set(subject, steps.set(entry.step, entry));
    return Promise.resolve();
  }
}
