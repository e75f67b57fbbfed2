import { expect, it } from "vitest";
import { type NumberBinding, numberMark, numberSnapshot } from "../../../src/domain/number/number.ts";
import { AscendiaError } from "../../../src/errors.ts";
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

/** An account that counts how often it is listed. */
function counted() {
  const account = new FakeNumbers();
  let lists = 0;
  const list = account.list.bind(account);
  account.list = () => {
    lists += 1;
    return list();
  };
  return { account, listed: () => lists, numbers: numberSnapshot(account) };
}

it("lists once for any number of reads, and reflects its own writes", async () => {
  const { account, listed, numbers } = counted();
  await account.buy(order, bindingFor("earlier"));
  const bought = await numbers.buy(order, bindingFor("a"));
  const bound = await numbers.bind(bought.phoneNumber, bindingFor("b"));
  expect(await numbers.find(bought.phoneNumber)).toEqual(bound);
  expect((await numbers.list()).map(({ nickname }) => nickname)).toEqual(["ascendia:earlier", "ascendia:b"]);
  await Promise.all([numbers.list(), numbers.list(), numbers.find("+14155550199")]);
  expect(listed()).toBe(1);
});

it("lists again after a write whose answer was lost, and finds the result", async () => {
  const { account, listed, numbers } = counted();
  await numbers.list();
  const buy = account.buy.bind(account);
  account.buy = async (wanted, binding) => {
    await buy(wanted, binding);
    throw new AscendiaError("transient", "no answer");
  };
  await expect(numbers.buy(order, bindingFor("a"))).rejects.toMatchObject({ code: "transient" });
  expect((await numbers.list()).map(({ nickname }) => nickname)).toEqual(["ascendia:a"]);
  expect(listed()).toBe(2);
});

it("forgets released numbers, and lists again after a failed listing", async () => {
  const { account, numbers } = counted();
  const { phoneNumber } = await numbers.buy(order, bindingFor("a"));
  await numbers.release(phoneNumber);
  expect(await numbers.find(phoneNumber)).toBeUndefined();
  const fresh = numberSnapshot(account);
  const list = account.list.bind(account);
  account.list = () => Promise.reject(new AscendiaError("transient", "no answer"));
  await expect(fresh.list()).rejects.toMatchObject({ code: "transient" });
  account.list = list;
  expect(await fresh.list()).toEqual([]);
});
