import { loadClinics } from "../socket-load/clinics.ts";

const hostile = loadClinics[19];
if (hostile === undefined) throw new RangeError("twenty clinics");

/** The clinic whose callers, forms and model send hostile input. */
export const hostileClinic = hostile;

/** The texts to repeat up to the wanted length: each is the worst case of some pattern. */
export const kinds: Readonly<Record<string, string>> = {
  letters: "a",
  digits: "1 ",
  phones: "+1-",
  dates: "lundi 3 décembre ",
  "spoken numbers": "zéro un euh ",
  mails: "a.point@",
  brackets: '[{"',
};

export const sizes = [1_000, 10_000, 100_000, 1_000_000] as const;

export function textOf(kind: string, size: number): string {
  return kind.repeat(Math.ceil(size / kind.length)).slice(0, size);
}

/** One field of one route: the body with that text in it. */
export interface RouteField {
  readonly route: string;
  readonly field: string;
  readonly body: (text: string) => object;
}

const functions = [
  "get-doctors",
  "check-availability",
  "book-appointment",
  "find-appointment",
  "reschedule-appointment",
  "cancel-appointment",
  "join-waitlist",
  "confirm-appointment",
  "request-callback",
  "opt-out",
] as const;

const args = [
  "doctor_name",
  "doctor_id",
  "date",
  "time",
  "slot_id",
  "patient_name",
  "patient_phone",
  "birth_date",
  "appointment_id",
  "part_of_day",
  "message",
] as const;

const call = {
  call_id: "call_hostile",
  direction: "inbound",
  to_number: hostile.number,
  from_number: "+2290197000047",
};

function withArgument(arg: string, text: string): Readonly<Record<string, string | undefined>> {
  return Object.assign({ doctor_name: hostile?.doctors[0]?.surname }, { [arg]: text });
}

function invocation(written: string) {
  return { role: "tool_call_invocation", arguments: written };
}

function callWithTools(text: string) {
  return { ...call, transcript_with_tool_calls: [JSON.stringify({ patient_phone: text }), text].map(invocation) };
}

function argumentFields(name: string): readonly RouteField[] {
  return args.map((arg) => ({
    route: `/api/${name}`,
    field: `args.${arg}`,
    body: (text: string) => ({ name, args: withArgument(arg, text), call }),
  }));
}

function toolField(name: string): RouteField {
  return {
    route: `/api/${name}`,
    field: "call.transcript_with_tool_calls.arguments",
    body: (text: string) => ({ name, args: {}, call: callWithTools(text) }),
  };
}

const functionFields = [...functions.map(toolField), ...functions.flatMap(argumentFields)];

const callFields = ["call_id", "from_number", "to_number", "direction", "disconnection_reason", "transcript"] as const;

const eventParts: Readonly<Record<string, (text: string) => object>> = {
  ...Object.fromEntries(callFields.map((field) => [`call.${field}`, (text: string) => ({ [field]: text })])),
  "call.transcript_object.content": (text) => ({ transcript_object: [{ role: "user", content: text }] }),
  "call.transcript_with_tool_calls.content": (text) => ({
    transcript_with_tool_calls: [{ role: "tool_call_result", content: text }],
  }),
  "call.metadata": (text) => ({ metadata: { note: text } }),
  "call.retell_llm_dynamic_variables": (text) => ({ retell_llm_dynamic_variables: { note: text } }),
  "call.call_analysis.call_summary": (text) => ({ call_analysis: { call_summary: text } }),
  "call.call_analysis.custom_analysis_data": (text) => ({
    call_analysis: { custom_analysis_data: { callback_message: text } },
  }),
};

let events = 0;

const eventFields = Object.entries(eventParts).map(([field, part]): RouteField => ({
  route: "/api/retell/webhook",
  field,
  body: (text) => ({ event: "call_ended", call: { ...call, call_id: `call_event_${(events += 1)}`, ...part(text) } }),
}));

const inboundFields = ["to_number", "from_number", "call_id", "note"].map((field): RouteField => ({
  route: "/webhooks/retell/inbound",
  field,
  body: (text) => ({ event: "call_inbound", call_inbound: { ...call, [field]: text } }),
}));

export const routeFields: readonly RouteField[] = [
  ...inboundFields,
  ...functionFields,
  ...eventFields,
  { route: "/api/retell/webhook", field: "event", body: (text) => ({ event: text, call }) },
  {
    route: "/api/retell/webhook",
    field: "transfer_destination",
    body: (text) => ({ event: "transfer_started", call, transfer_destination: { number: text } }),
  },
];

/** One field of one frame of the socket. */
export interface FrameField {
  readonly field: string;
  readonly frame: (text: string, id: number) => object;
}

export const frameFields: readonly FrameField[] = [
  ...["agent_id", "from_number", "to_number", "direction", "call_type"].map((field) => ({
    field: `call_details.call.${field}`,
    frame: (text: string) => ({ interaction_type: "call_details", call: { to_number: hostile.number, [field]: text } }),
  })),
  {
    field: "call_details.call.retell_llm_dynamic_variables",
    frame: (text) => ({
      interaction_type: "call_details",
      call: { to_number: hostile.number, retell_llm_dynamic_variables: { note: text } },
    }),
  },
  {
    field: "update_only.transcript",
    frame: (text) => ({ interaction_type: "update_only", transcript: [{ role: "user", content: text }] }),
  },
  { field: "interaction_type", frame: (text) => ({ interaction_type: text }) },
  ...["response_required", "reminder_required"].map((type) => ({
    field: `${type}.transcript`,
    frame: (text: string, id: number) => ({
      interaction_type: type,
      response_id: id,
      transcript: [
        { role: "agent", content: text },
        { role: "user", content: text },
      ],
    }),
  })),
];
