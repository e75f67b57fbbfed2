import type { NumberBinding, NumberPlatform, PlatformNumber } from "../../src/domain/number/number.ts";
import { AscendiaError } from "../../src/errors.ts";

/** A Retell account's numbers, with a record of every write. */
export class FakeNumbers implements NumberPlatform {
  readonly numbers = new Map<string, PlatformNumber>();
  readonly writes: string[] = [];
  /** The import orders, unchanged. */
  readonly imports: unknown[] = [];
  /** Whether Retell confirms bindings without saving them. */
  losesBindings = false;

  async list(): Promise<readonly PlatformNumber[]> {
    return [...this.numbers.values()];
  }

  async find(phoneNumber: string): Promise<PlatformNumber | undefined> {
    return this.numbers.get(phoneNumber);
  }

  async buy({ areaCode }: { areaCode?: number | null }, binding: NumberBinding): Promise<PlatformNumber> {
    this.writes.push("buy");
    const phoneNumber = `+1${areaCode ?? 415}555${String(100 + this.numbers.size).padStart(4, "0")}`;
    const bound = this.losesBindings ? { ...binding, inboundAgents: [] } : binding;
    return this.#keep({ phoneNumber, source: "bought", ...bound });
  }

  async importNumber(order: { phoneNumber: string }, binding: NumberBinding): Promise<PlatformNumber> {
    const { phoneNumber } = order;
    this.imports.push(order);
    this.writes.push("import");
    if (this.numbers.has(phoneNumber)) throw new AscendiaError("invalid", "The number is there already.");
    return this.#keep({ phoneNumber, source: "imported", ...binding });
  }

  async bind(phoneNumber: string, binding: NumberBinding): Promise<PlatformNumber> {
    this.writes.push("bind");
    const number = this.numbers.get(phoneNumber);
    if (number === undefined) throw new AscendiaError("not_found", "There is no such number.");
    return this.losesBindings ? number : this.#keep({ ...number, ...binding });
  }

  async release(phoneNumber: string): Promise<void> {
    this.writes.push("release");
    this.numbers.delete(phoneNumber);
  }

  #keep(number: PlatformNumber): PlatformNumber {
    this.numbers.set(number.phoneNumber, number);
    return number;
  }
}
