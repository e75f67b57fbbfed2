import { expect, it } from "vitest";
import { AscendiaError } from "../../../src/domain/errors.ts";
import { numberMark } from "../../../src/domain/number/number-binding.ts";
import { patientNumbers } from "../../../src/domain/number/patient-numbers.ts";
import type { NumberBinding } from "../../../src/domain/number/ports.ts";
import { RateLimitError } from "../../../src/domain/rate-limit-error.ts";
import { FakeNumbers } from "../../fakes/fake-numbers.ts";

const order = { kind: "buy", country: "US", areaCode: null, tollFree: false } as const;

function bindingFor(slug: string): NumberBinding {
  return {
    nickname: numberMark(slug),
    inboundAgents: [],
    outboundAgents: [],
    inboundWebhookUrl: "https://example.com",
  };
}

/** Numbers that refuse so many requests first, asking to come back after that time; and a clock that is waited on. */
function limited(refusals: number, retryAfterMs: number) {
  const account = new FakeNumbers();
  const waits: number[] = [];
  let left = refusals;
  const buy = account.buy.bind(account);
  account.buy = (wanted, binding) => {
    left -= 1;
    if (left < 0) return buy(wanted, binding);
    return Promise.reject(new RateLimitError(new AscendiaError("transient", "429"), retryAfterMs));
  };
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { account, waits, numbers: patientNumbers(account, { wait }) };
}

it("sends a refused order again after the time that was asked for, once for each refusal", async () => {
  const { account, waits, numbers } = limited(3, 1500);
  await numbers.buy(order, bindingFor("a"));
  expect(waits).toEqual([1500, 1500, 1500]);
  expect(account.writes).toEqual(["buy"]);
});

it("gives up when it is refused for ever, or asked to wait for hours", async () => {
  const forEver = limited(1000, 10);
  await expect(forEver.numbers.buy(order, bindingFor("a"))).rejects.toBeInstanceOf(RateLimitError);
  expect(forEver.waits).toHaveLength(9);
  const hours = limited(1, 7_200_000);
  await expect(hours.numbers.buy(order, bindingFor("a"))).rejects.toBeInstanceOf(RateLimitError);
  expect(hours.waits).toEqual([]);
});

it("never repeats what was refused for another reason, or got no answer", async () => {
  const { account, waits, numbers } = limited(0, 10);
  account.buy = () => Promise.reject(new AscendiaError("transient", "no answer"));
  await expect(numbers.buy(order, bindingFor("a"))).rejects.toMatchObject({ message: "no answer" });
  expect(waits).toEqual([]);
});
