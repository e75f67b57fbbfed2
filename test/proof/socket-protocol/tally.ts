/** How often each rule was checked, and how often it was broken. */
export class Tally {
  readonly rules = new Map<string, { checked: number; broken: number; example: string }>();

  check(rule: string, holds: boolean, example: () => string): void {
    const known = this.rules.get(rule) ?? { checked: 0, broken: 0, example: "" };
    this.rules.set(rule, known);
    known.checked += 1;
    if (holds) return;
    known.broken += 1;
    if (known.example === "") known.example = example();
  }
}
