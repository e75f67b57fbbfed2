/** What the process dies of in a test: no code of ours catches it. */
export class Killed extends Error {}

/**
 * Dies at the n-th point. There is one point before and one after every call of a wrapped port, so that a call is lost
 * both before and after it took effect.
 */
export class KillSwitch {
  #passed = 0;
  readonly #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  wrap<Port extends object>(port: Port): Port {
    const pass = () => this.#pass();
    return new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== "function") return member;
        return (...given: readonly unknown[]) => {
          pass();
          const answer: unknown = Reflect.apply(member, target, given);
          return answer instanceof Promise ? answer.finally(pass) : answer;
        };
      },
    });
  }

  #pass(): void {
    this.#passed += 1;
    if (this.#passed === this.#at) throw new Killed();
  }
}
