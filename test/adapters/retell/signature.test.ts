import { assert, asyncProperty, constantFrom, integer, oneof, record, string } from "fast-check";
import { symmetric } from "retell-sdk/lib/webhook_auth";
import { expect, test } from "vitest";
import { signBody, signerOf, verifySignature } from "../../../src/adapters/retell/signature.ts";

const key = "key_0123456789abcdef0123456789ab";
const nowMs = 1_780_012_672_345;
const fiveMinutes = 300_000;

const inbound =
  '{"event":"call_inbound","event_timestamp":1780012672105,"call_inbound":{"call_id":"call_a4441234567890777c4a4a123e6","agent_id":"agent_12345","agent_version":1,"from_number":"+2290197000000","to_number":"+14155550100"}}';
const escaped = String.raw`{"event":"call_ended","call":{"transcript":"\u00e7a va","cost":1.0}}`;

const vectors = [
  ["an inbound call", inbound, "d8af71b0eeab16e8f129619c3a7263ba35b9a1ee2da89c251aec07e2b73cf5f1"],
  ["no body", "", "690da0eac35ca317b68477b35c78644c46ee75c17a2587811e692e9eeec84304"],
  ["bare arguments", '{"order_id":"A-17"}', "46adc86a02afeaf459d52d4e3f5328da02549d3ec5e41b004448d182d2b76a0c"],
  [
    "a function call",
    '{"name":"lookup_order","args":{"order_id":"A-17"},"call":{"call_id":"call_a4441234567890777c4a4a123e6"}}',
    "1d25d7ad27e81df80072321f80471eceaf9e3d1ae26fb9a281c7c2624615483c",
  ],
  ["escapes and 1.0", escaped, "463e1bdf2feba2873d488906b01d6f6add902c05426224a5e0127d65375019f0"],
] as const;

test.each(vectors)("signs and verifies %s as Retell does", (_, body, digest) => {
  expect(signBody(body, key, nowMs)).toBe(`v=${nowMs},d=${digest}`);
  expect(verifySignature(Buffer.from(body), `v=${nowMs},d=${digest}`, { key, nowMs })).toBe(true);
});

test("a body that was parsed and serialized again does not verify", () => {
  const rewritten = JSON.stringify(JSON.parse(escaped));
  expect(verifySignature(rewritten, signBody(escaped, key, nowMs), { key, nowMs })).toBe(false);
});

test.each([
  ["exactly five minutes old", -fiveMinutes, true],
  ["a millisecond older", -fiveMinutes - 1, false],
  ["exactly five minutes ahead", fiveMinutes, true],
  ["a millisecond further ahead", fiveMinutes + 1, false],
])("a signature that is %s: %s ms, %s", (_, offset, expected) => {
  expect(verifySignature(inbound, signBody(inbound, key, nowMs + offset), { key, nowMs })).toBe(expected);
});

test.each([undefined, "", "v=1,d=", `d=${"0".repeat(64)},v=1`, `v=${nowMs}, d=${"0".repeat(64)}`])(
  "the header %j is refused without throwing",
  (header) => {
    expect(verifySignature(inbound, header, { key, nowMs })).toBe(false);
  },
);

type Spoil = (header: string) => string;
const spoilt: Readonly<Record<string, Spoil>> = {
  nothing: (header) => header,
  "upper case": (header) => header.toUpperCase(),
  "leading zeros": (header) => header.replace("v=", "v=00"),
  "a space after the comma": (header) => header.replace(",", ", "),
  "a line break at the end": (header) => `${header}\n`,
  "a digit less": (header) => header.slice(0, -1),
  "a digit more": (header) => `${header}0`,
  "another digest": (header) => header.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
  "a time beyond safe integers": (header) => header.replace(/\d+/, "99999999999999999999"),
  "no digest": (header) => header.replace(/d=.*/, "d="),
  "letters beyond f": (header) => header.replace(/.$/, "g"),
  "a negative time": (header) => header.replace("v=", "v=-"),
};

test("answers as the SDK does on good, bad, stale and malformed headers", async () => {
  const attempts = record({
    body: oneof(string({ unit: "grapheme", maxLength: 300 }), constantFrom("", inbound, escaped)),
    signingKey: constantFrom(key, "key_of_another_account", "é"),
    offset: oneof(
      constantFrom(-fiveMinutes - 1, -fiveMinutes, fiveMinutes, fiveMinutes + 1, 0),
      integer({ min: -2 * fiveMinutes, max: 2 * fiveMinutes }),
    ),
    spoil: constantFrom(...Object.values(spoilt)),
    changed: constantFrom("", " "),
  });
  const seen = new Set<boolean>();
  await assert(
    asyncProperty(attempts, async ({ body, signingKey, offset, spoil, changed }) => {
      const header = spoil(await symmetric.sign(body, signingKey, nowMs + offset));
      const theirs = await symmetric.verify(body + changed, key, header, { timestamp: nowMs });
      seen.add(theirs);
      expect(verifySignature(Buffer.from(body + changed), header, { key, nowMs })).toBe(theirs);
    }),
    { numRuns: 1000 },
  );
  expect(seen).toEqual(new Set([true, false]));
});

test("any text as the header gets the SDK's answer", async () => {
  await assert(
    asyncProperty(string({ maxLength: 90 }), async (header) => {
      const theirs = await symmetric.verify(inbound, key, header, { timestamp: nowMs });
      expect(verifySignature(inbound, header, { key, nowMs })).toBe(theirs);
    }),
  );
});

function signedWith(signer: string, keys: readonly string[]): boolean {
  const signing = { own: keys, accounts: new Map() };
  return signerOf(inbound, signBody(inbound, signer, nowMs), { keys: signing, nowMs })?.speaksFor(null) === true;
}

test("an account may sign for its own clinics, and for no other account's", () => {
  const keys = {
    own: [key],
    accounts: new Map([
      ["NORTH", ["key_north_1", "key_north_2"]],
      ["SOUTH", ["key_south"]],
    ]),
  };
  const spokenFor = (signing: string) => {
    const signer = signerOf(inbound, signBody(inbound, signing, nowMs), { keys, nowMs });
    return [null, "NORTH", "SOUTH", "WEST"].filter((account) => signer?.speaksFor(account));
  };
  expect(spokenFor(key)).toEqual([null]);
  expect(spokenFor("key_north_1")).toEqual(["NORTH"]);
  expect(spokenFor("key_north_2")).toEqual(["NORTH"]);
  expect(spokenFor("key_south")).toEqual(["SOUTH"]);
  expect(spokenFor("key_of_nobody")).toEqual([]);
});

test("during a key rotation both keys sign, and afterwards the old one does not", () => {
  const [before, after] = ["key_before_0001", "key_after_00002"];
  expect([signedWith(before, [before, after]), signedWith(after, [before, after])]).toEqual([true, true]);
  expect([signedWith(before, [after]), signedWith(after, [after])]).toEqual([false, true]);
  expect([signedWith(key, [before, after]), signedWith(before, [])]).toEqual([false, false]);
});
