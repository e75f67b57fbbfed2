/** Simulates the death of the process: none of our code catches it. */
export class Killed extends Error {}

/**
 * Dies at the n-th point. There is a point before and after every call of a wrapped port, so that each call is tested
 * both as lost before it took effect and after.
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
