import { z } from "zod";
import { shippedTemplate } from "../../domain/agent/shipped.ts";
import type { Statement } from "./world.ts";

const node = z.looseObject({
  id: z.string(),
  type: z.string(),
  instruction: z.looseObject({ text: z.string() }).optional(),
  variables: z.array(z.looseObject({ name: z.string(), description: z.string().optional() })).optional(),
  transfer_destination: z.looseObject({ number: z.string() }).optional(),
});
const tool = z.looseObject({
  name: z.string(),
  url: z.string(),
  parameters: z.looseObject({ properties: z.record(z.string(), z.looseObject({ const: z.string().optional() })) }),
});
const flowSchema = z.looseObject({
  flow: z.looseObject({
    start_node_id: z.string(),
    nodes: z.array(node),
    tools: z.array(tool),
    global_prompt: z.string(),
  }),
});

/** The requirements on the master flow itself, checked in the template in git. */
export function ofTheTemplate(): readonly Statement[] {
  const { flow } = flowSchema.parse(shippedTemplate());
  const text = JSON.stringify(flow);
  const has = (...types: readonly string[]) => flow.nodes.some(({ type }) => types.includes(type));
  const extracts = (name: string) =>
    flow.nodes.some(({ variables = [] }) => variables.some((variable) => variable.name === name));
  const parameter = (name: string, key: string) =>
    flow.tools.find((one) => one.name === name)?.parameters.properties[key]?.const;
  const said = (...words: readonly string[]) => words.every((word) => text.includes(`{{${word}}}`));
  const order = (...ids: readonly string[]) => ids.every((id) => flow.nodes.some((one) => one.id === id));
  const rows: readonly (readonly [string, boolean])[] = [
    [
      "the flow opens by speaking, not by looking up which clinic it is",
      flow.nodes.every(({ id }) => !/identify/u.test(id)),
    ],
    ["the flow starts at its greeting", flow.nodes.some(({ id }) => id === flow.start_node_id) && order("greeting")],
    ["the greeting and the prompt name the clinic by a variable", said("clinic_name")],
    [
      "the need is heard, then split into booking, question and emergency",
      order("need", "answer_question", "emergency"),
    ],
    ["the doctors are presented from the call's own variable", said("available_doctors")],
    ["the chosen doctor's name is extracted", extracts("chosen_doctor_name")],
    ["the chosen doctor's id is extracted", extracts("chosen_doctor_id")],
    ["the id comes from the map of doctors", said("doctor_id_map")],
    ["the wished date is extracted", extracts("appointment_date")],
    ["the patient's name and phone are extracted", extracts("patient_name") && extracts("patient_phone")],
    [
      "availability is asked with the clinic as a constant",
      parameter("check_availability", "clinic_id") === "{{clinic_id}}",
    ],
    [
      "availability is asked with the doctor as a constant",
      parameter("check_availability", "doctor_id") === "{{chosen_doctor_id}}",
    ],
    [
      "a booking is ordered with the clinic as a constant",
      parameter("book_appointment", "clinic_id") === "{{clinic_id}}",
    ],
    [
      "every function passes the clinic as a constant",
      flow.tools.every(({ name }) => parameter(name, "clinic_id") === "{{clinic_id}}"),
    ],
    ["every function is at the installation's own address", flow.tools.every(({ url }) => url.includes("/api/"))],
    ["an SMS confirms where the clinic has SMS", has("sms") && order("has_sms")],
    ["an emergency is transferred to the clinic's emergency number", text.includes('"{{emergency_number}}"')],
    ["a caller who wants a person reaches the front desk", text.includes('"{{transfer_number}}"')],
    ["questions are answered from the clinic's facts", said("business_hours", "clinic_address", "clinic_instructions")],
    ["the flow speaks the language of the call", said("language_name")],
  ];
  return rows.map(([says, holds]) => ({ source: "A", says: `flow: ${says}`, holds: () => holds }));
}
