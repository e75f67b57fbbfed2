import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { asked, austin, dataOf, fault, onInstallation, serving, told, twoClinics } from "./fleet-fixture.ts";

onInstallation();

const line = "+15125550177";
const given = "+15125550188";
let server: string;
let clinicId: string;
let calls = 0;

beforeEach(async () => {
  await twoClinics();
  await dataOf(["clinic:update", austin, "--sms"]);
  clinicId = z.object({ clinic_id: z.string() }).parse(await dataOf(["clinic:show", austin])).clinic_id;
  server = await serving({ jobs: true, env: { LOG_LEVEL: "silent" } });
});

const answer = z.looseObject({ message: z.string(), booked: z.string(), sms_enabled: z.string() });
const slots = z.object({ available_slots: z.array(z.object({ time: z.string() })) });

/** Calls the function as the agent does in a call from that line. */
async function ask(name: string, args: object, from = line): Promise<unknown> {
  const call = { call_id: `call_${calls}`, direction: "inbound", from_number: from, to_number: "+15125550100" };
  const variables = { retell_llm_dynamic_variables: { clinic_id: clinicId } };
  const tool = name.replaceAll("-", "_");
  const body = JSON.stringify({ name: tool, args: { clinic_id: clinicId, ...args }, call: { ...call, ...variables } });
  const signature = signBody(body, "key_of_the_test_sandbox", Date.now());
  const headers = { "content-type": "application/json", "x-retell-signature": signature };
  return (await fetch(`${server}/api/${name}`, { method: "POST", body, headers })).json();
}

async function book(phone: string, from = line) {
  calls += 1;
  const wanted = { patient_name: "Ann Test", patient_phone: phone };
  const free = slots.parse(await ask("check-availability", { date: "next week" }, from)).available_slots;
  return answer.parse(await ask("book-appointment", { ...wanted, date: "next week", time: free[0]?.time }, from));
}

const chats = z.object({
  items: z.array(z.object({ from_number: z.string(), to_number: z.string(), transcript: z.string() })),
});

async function texts() {
  return chats.parse(await asked("/v3/list-chats", { method: "POST", body: "{}" })).items;
}

const dead = async () => (await told(["job:list", "--state", "dead"])).data;

const textsTo = async () => (await texts()).map(({ to_number: to }) => to).toSorted();

describe("a booking's confirmation by text message", () => {
  it("is sent to the number that the patient gave, and a copy to the clinic that wants one", async () => {
    await dataOf(["agent:create", "--engine", "text"]);
    const booked = await book(given);
    expect(booked).toMatchObject({ booked: "true", sms_enabled: "false" });
    expect(booked.message).toContain("a confirmation by text message at the number you gave me");
    await vi.waitFor(async () => expect(await textsTo()).toEqual([given]), { timeout: 120_000 });
    const [text] = await texts();
    expect(text?.transcript).toMatch(/^Agent: Austin Test Clinic – All set: Ann Test is booked for .* with Dr\. /u);
    await dataOf(["clinic:notices", austin, "--text-copy", "(512) 555-0199"]);
    expect(await book(line)).toMatchObject({ booked: "true", sms_enabled: "true" });
    await vi.waitFor(async () => expect(await textsTo()).toEqual([given, "+15125550199"]), { timeout: 120_000 });
    // Asked again, as Retell does after a lost answer: no second message.
    expect(await dataOf(["agent:create", "--engine", "text"])).toMatchObject({ outcome: "exists" });
    expect((await texts()).length).toBe(2);
  });

  it("goes to the line that calls while no agent sends text messages", async () => {
    const booked = await book(given);
    expect(booked).toMatchObject({ booked: "true", sms_enabled: "true" });
    expect(booked.message).not.toContain("number you gave me");
    expect(await texts()).toEqual([]);
  });

  it("that Retell refuses is a dead job that says why; one whose answer is lost is not sent twice", async () => {
    await dataOf(["agent:create", "--engine", "text"]);
    await fault({ kind: "answer_lost", method: "POST", path: "/create-sms-chat" });
    await book(given);
    await vi.waitFor(async () => expect(JSON.stringify(await dead())).toContain("it may have been sent"), {
      timeout: 120_000,
    });
    expect(await textsTo()).toEqual([given]);
  });
});
