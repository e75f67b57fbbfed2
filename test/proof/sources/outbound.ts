import { z } from "zod";
import { tuesday } from "./functions.ts";
import type { Fleet } from "./one-flow.ts";
import { SECRET, type Statement, type World, eventually } from "./world.ts";

const contactSchema = z.looseObject({ outcomes: z.array(z.looseObject({ contact_id: z.string() })) });
const placedSchema = z.looseObject({
  call_id: z.string().nullable(),
  state: z.string().nullable(),
  dial_id: z.string().nullable(),
  due_at: z.string(),
});
const shownSchema = z.looseObject({
  name: z.string(),
  state: z.string(),
  appointment_type: z.string().nullable(),
  provider: z.string().nullable(),
  instructions: z.string().nullable(),
  appointment_status: z.string().nullable(),
  follow_up: z.string().nullable(),
  dials: z.array(z.looseObject({ outcome: z.string().nullable(), state: z.string() })),
});
const orderSchema = z.looseObject({
  from_number: z.string(),
  to_number: z.string(),
  agent_id: z.string(),
  retell_llm_dynamic_variables: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.unknown()),
});

type Row = readonly [string, () => boolean | Promise<boolean>];

const header = "name,phone,appointment_date,appointment_time,appointment_type,provider,instructions,consent";
const people = ["Un", "Deux", "Trois", "Quatre", "Cinq", "Six"];

function row(name: string, index: number): string {
  return `Essai ${name},+22901970000${70 + index},${tuesday},16:00,contrôle,Dr. Modèle,Apporter le carnet de santé,yes`;
}

function analysed(outcome: string) {
  return { call_analysis: { custom_analysis_data: { outcome } } };
}

/** Contacts, calls to them, and the consequences of each outcome. */
export async function ofOutbound(world: World, { agentId, cotonou }: Fleet): Promise<readonly Statement[]> {
  const clinic = ["--clinic", cotonou.slug];
  world.file("contacts.csv", [header, ...people.map((name, index) => row(name, index))].join("\n"));
  const imported = await world.data(contactSchema, "contact:import", "contacts.csv", ...clinic);
  const ids = imported.outcomes.map(({ contact_id: id }) => id);
  const show = (index: number) => world.data(shownSchema, "contact:show", ids[index] ?? "", ...clinic);
  const place = (index: number, ...more: readonly string[]) =>
    world.data(
      placedSchema,
      "call:place",
      ...clinic,
      "--contact",
      ids[index] ?? "",
      "--force",
      "proof",
      "--yes",
      ...more,
    );
  const placed = [await place(0), await place(1), await place(2), await place(3)];
  const due = await place(5, "--at", `${tuesday} 10:00`);
  const orders: z.infer<typeof orderSchema>[] = [];
  for (const { call_id: id } of placed) orders.push(orderSchema.parse(await world.retell(`/v2/get-call/${id ?? ""}`)));
  const [order] = orders;
  const variables = order?.retell_llm_dynamic_variables ?? {};
  const ended = (index: number, facts: object, event = "call_ended") => ({
    event,
    call: {
      call_id: placed[index]?.call_id,
      direction: "outbound",
      from_number: cotonou.phone_number,
      to_number: orders[index]?.to_number,
      call_status: "ended",
      start_timestamp: Date.now() - 60_000,
      end_timestamp: Date.now(),
      metadata: orders[index]?.metadata,
      ...facts,
    },
  });
  const report = (body: object) =>
    world.send("/api/webhook/call-outcome", JSON.stringify(body), { authorization: `Bearer ${SECRET}` });
  const becomes = (index: number, isSo: (contact: z.infer<typeof shownSchema>) => boolean) =>
    eventually(async () => isSo(await show(index)));
  const named = (name: string, test: RegExp): Row => [`variables: ${name}`, () => test.test(variables[name] ?? "")];
  const rows: readonly Row[] = [
    [
      "a contact has a name, an appointment type, a provider and instructions",
      async () => {
        const { name, appointment_type: type, provider, instructions } = await show(0);
        return name === "Essai Un" && type === "contrôle" && provider === "Dr. Modèle" && instructions !== null;
      },
    ],
    [
      "a contact belongs to its clinic alone",
      async () => (await world.run("contact:show", ids[0] ?? "", "--clinic", "demo-austin")).code !== 0,
    ],
    ["call now: the call is ordered at once", () => orders.length === 4],
    [
      "the call goes out from the clinic's own number",
      () => orders.every(({ from_number: from }) => from === cotonou.phone_number),
    ],
    ["to the contact's number", () => order?.to_number === "+2290197000070"],
    ["with the clinic's agent", () => orders.every((one) => one.agent_id === agentId)],
    named("customer_name", /^Essai Un$/u),
    named("patient_name", /^Essai Un$/u),
    named("business_name", /^Clinique Les Cocotiers$/u),
    named("clinic_name", /^Clinique Les Cocotiers$/u),
    named("appointment_date", /^mardi \d{1,2}/u),
    named("appointment_time", /^16\s*h/u),
    named("appointment_type", /^contrôle$/u),
    named("provider_name", /Modèle/u),
    named("special_instructions", /carnet de santé/u),
    named("callback_number", /\d{2} \d{2}/u),
    ["all variables of the call are texts", () => Object.values(variables).every((value) => typeof value === "string")],
    ["the order names no webhook: events go to the agent's", () => orders.every((one) => !("webhook_url" in one))],
    ["the answer's call id is kept", () => placed.every(({ call_id: id }) => (id ?? "").startsWith("call_"))],
    ["and its state", () => placed.every(({ state }) => state === "placed" || state === "ended")],
    ["a later call waits until it is due", () => due.call_id === null && due.state === "planned"],
    [
      "the same key never calls twice",
      async () => {
        await place(4, "--key", "once");
        const before = (await world.asked("create-phone-call")).length;
        await place(4, "--key", "once");
        return (await world.asked("create-phone-call")).length === before;
      },
    ],
    [
      "confirmed, at the outcome path as at the event path",
      async () => {
        await world.signed("/api/webhook/call-outcome", ended(0, {}));
        await world.signed("/api/webhook/call-outcome", ended(0, analysed("confirmed"), "call_analyzed"));
        return becomes(0, ({ state }) => state === "confirmed");
      },
    ],
    [
      "cancelled, in the older form: session_id, status, appointment_action",
      async () => {
        const answer = await report({
          session_id: placed[1]?.call_id,
          status: "completed",
          appointment_action: "cancelled",
        });
        return answer.body["status"] === "received" && becomes(1, ({ state }) => state === "cancelled");
      },
    ],
    [
      "rescheduled, in the older form: status and outcome",
      async () => {
        const answer = await report({ session_id: placed[2]?.call_id, status: "completed", outcome: "rescheduled" });
        return (
          answer.status === 200 &&
          becomes(2, ({ state, follow_up: next }) => state === "rescheduled" || next === "staff_move")
        );
      },
    ],
    [
      "no answer: the call's outcome says so, and the contact stays open",
      async () => {
        const facts = { call_status: "not_connected", disconnection_reason: "dial_no_answer" };
        await world.signed("/api/retell/webhook", ended(3, facts));
        await world.signed("/api/retell/webhook", ended(3, { ...facts, call_analysis: {} }, "call_analyzed"));
        return becomes(
          3,
          ({ dials, state }) => state === "open" && dials.some(({ outcome }) => outcome === "no_answer"),
        );
      },
    ],
    [
      "voicemail",
      async () => {
        const shown = await show(4);
        const callId = z.array(z.looseObject({ call_id: z.string() })).parse(shown.dials)[0]?.call_id;
        const answer = await report({ session_id: callId, status: "voicemail" });
        return answer.status === 200 && becomes(4, ({ dials }) => dials.some(({ outcome }) => outcome === "voicemail"));
      },
    ],
    [
      "failed",
      async () => {
        const again = await place(4, "--key", "twice");
        const answer = await report({ session_id: again.call_id, status: "failed" });
        return answer.status === 200 && becomes(4, ({ dials }) => dials.some(({ outcome }) => outcome === "failed"));
      },
    ],
    [
      "a report without the secret is refused",
      async () => {
        const body = JSON.stringify({ session_id: placed[0]?.call_id, status: "completed", outcome: "cancelled" });
        return (
          (await world.send("/api/webhook/call-outcome", body, { authorization: "Bearer another-secret-altogether" }))
            .status === 401
        );
      },
    ],
    [
      "a report about nobody's call is 404",
      async () => (await report({ session_id: "call_of_nobody", status: "failed" })).status === 404,
    ],
    [
      "a call's end is shown with its outcome",
      async () => JSON.stringify((await world.run("call:show", placed[0]?.call_id ?? "")).data).includes("confirmed"),
    ],
  ];
  return rows.map(([says, holds]) => ({ source: "C", says, holds }));
}
