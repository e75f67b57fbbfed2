import * as z from "zod";
import { languages } from "../../domain/language/language.ts";

const language = z.enum(languages);
const eachLanguage = z.partialRecord(language, z.string().min(1)).describe("the text in each language");

const languageText = z.union([z.string().min(1), eachLanguage]);

const node = z.string().min(1).describe("id of a node of the flow");
const tool = z.string().min(1).describe("name of a tool, such as book_appointment");
const count = z.int().min(0);

const turnPlace = {
  at: node.optional().describe("the node at which the flow must be waiting when this turn comes"),
};

const way = z.string().min(1);
const ways = z
  .union([way, z.array(way).min(1)])
  .describe(
    "id of the edge, of its destination or of a tool, or 'stay'; a list where one sentence leads to several decisions",
  );

const extracted = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const values = extracted
  .optional()
  .describe("what the flow's extractions find from this turn on, instead of what is heard");

const turn = z.union([
  z.strictObject({
    say: languageText,
    ...turnPlace,
    edge: ways.optional(),
    values,
  }),
  z.strictObject({ silence: z.int().min(1).max(3_600_000).describe("milliseconds"), ...turnPlace }),
  z.strictObject({
    digits: z.string().regex(/^(?:[\d*#]|\{\{[^{}]+\}\})+$/),
    ...turnPlace,
    edge: ways.optional(),
    values,
  }),
  z.strictObject({ hangup: z.literal(true), ...turnPlace }),
]);

export const matcherSchema = z.union([
  languageText,
  z.number(),
  z.boolean(),
  z.strictObject({ matches: languageText.describe("a regular expression, case ignored") }),
  z.strictObject({ absent: z.literal(true) }),
]);

const affected = { tool, calls: z.int().min(1).optional().describe("how many calls are affected; default: 1") };

const fault = z.union([
  z.strictObject({ kind: z.literal("slow"), ...affected, ms: z.int().min(1) }),
  z.strictObject({ kind: z.literal("status"), ...affected, status: z.int().min(400).max(599) }),
  z.strictObject({ kind: z.literal("empty"), ...affected }),
  z.strictObject({ kind: z.literal("answered_twice"), ...affected }),
  z
    .strictObject({ kind: z.literal("answers"), ...affected, answer: z.record(z.string(), z.unknown()) })
    .describe("the tool is not called and gives this answer"),
  z
    .strictObject({ kind: z.literal("slot_taken"), by: z.enum(["patient", "event"]).optional() })
    .describe(
      "another patient books the slot just before the caller does; event: it is taken in the doctor's own calendar",
    ),
  z
    .strictObject({
      kind: z.literal("outside_event"),
      date: z.string(),
      time: z.string(),
      minutes: z.int().min(1),
      doctor: count.optional().describe("which doctor of the clinic, counted from 0; default: every doctor"),
    })
    .describe("an event in a calendar that the clinic keeps elsewhere"),
  z
    .strictObject({ kind: z.literal("calendar_cut_off") })
    .describe("the calendar that the clinic keeps elsewhere has not been reached for too long"),
  z.strictObject({ kind: z.literal("day_closed"), date: z.string() }).describe("the clinic closes on that date"),
  z.strictObject({ kind: z.literal("transfer_fails") }),
  z.strictObject({ kind: z.literal("sms_fails") }),
]);

const existing = z.strictObject({
  date: z.string(),
  time: z.string(),
  doctor: count.optional().describe("which doctor of the clinic, counted from 0"),
  patientName: z.string().min(1),
  patientPhone: z.string().min(1),
  cancelled: z.literal(true).optional().describe("the clinic has cancelled it"),
  birthDate: z.string().optional().describe("the patient's, YYYY-MM-DD; default: not known"),
});

const appointmentType = z.strictObject({
  name: eachLanguage,
  minutes: z.int().min(5).max(480),
  reasons: z.array(z.string().min(1)).optional().describe("what callers who want it say"),
  patients: z.enum(["anyone", "new", "known"]).optional().describe("who may book it; default: anyone"),
  default: z.literal(true).optional().describe("booked when the reason is unclear"),
});

const contact = z.strictObject({
  appointment: count.optional().describe("which of `existing` the call is about; default: one outside this calendar"),
  at: z
    .string()
    .min(1)
    .optional()
    .describe("for an appointment outside this calendar: YYYY-MM-DDTHH:MM in the clinic's local time"),
  also: z.array(count).optional().describe("which others of `existing` the number is reminded of the same day"),
  offer: z
    .strictObject({ date: z.string(), time: z.string(), doctor: count.optional() })
    .optional()
    .describe("a freed time that is held for the caller, who is on the waitlist"),
  about: languageText.optional().describe("what a notice says, to someone without an appointment"),
  type: languageText.optional(),
  provider: z.string().min(1).optional(),
  instructions: languageText.optional(),
});

const needs = z.strictObject({
  doctors: z.int().min(1).optional().describe("minimum number of doctors"),
  noDoctors: z.literal(true).optional().describe("no doctor at all"),
  openDates: z.int().min(1).optional().describe("minimum number of dates with a free slot of the first doctor"),
  freeTimes: z.int().min(1).optional().describe("minimum number of free slots on the first such date"),
  timeApart: z
    .literal(true)
    .optional()
    .describe("on each such date a time that stays free when the first one is taken"),
  twoInARow: z.literal(true).optional().describe("on the first such date two visits in a row are free"),
  sms: z.boolean().optional(),
  secondLanguage: z.boolean().optional(),
  transferNumber: z.boolean().optional(),
  emergencyNumber: z.boolean().optional(),
  tools: z.array(tool).optional().describe("the flow has these tools"),
  clinic: z.string().min(1).optional().describe("the slug of the only clinic it is for"),
});

const toolExpectation = z.strictObject({
  tool,
  calls: count.optional().describe("exact number of calls; default: at least one"),
  args: z.record(z.string(), matcherSchema).optional().describe("arguments of the last call"),
  result: z.record(z.string(), matcherSchema).optional().describe("fields of the last answer, by dot path"),
});

const expectations = z.strictObject({
  nodes: z
    .strictObject({
      passed: z.array(node).optional(),
      notPassed: z.array(node).optional(),
      last: node.optional(),
      path: z.array(node).optional().describe("every node of the call, in order"),
    })
    .optional(),
  tools: z.array(toolExpectation).optional(),
  variables: z.record(z.string(), matcherSchema).optional(),
  said: z
    .strictObject({ contains: z.array(languageText).optional(), notContains: z.array(languageText).optional() })
    .optional()
    .describe("everything the agent said and sent by SMS, accents and case ignored"),
  appointments: z
    .strictObject({
      booked: count.optional(),
      cancelled: count.optional(),
      moved: count.optional(),
      confirmed: count.optional().describe("of those booked, the number that the patient has confirmed"),
    })
    .optional()
    .describe(
      "exactly the rows of the caller that scenario and call left in the clinic's calendar; older ones do not count",
    ),
  contact: z
    .strictObject({ state: matcherSchema.optional(), optedOut: z.boolean().optional() })
    .optional()
    .describe("what the call's functions changed about the contact, and whether the number is opted out"),
  outcome: matcherSchema.optional().describe("outcome in the post-call analysis"),
  ended: z.string().optional().describe("disconnection reason"),
  transferredTo: matcherSchema.optional(),
  latency: z.strictObject({ webhookMs: count.optional(), functionMs: count.optional() }).optional(),
  judged: z
    .array(z.strictObject({ ask: languageText, answer: z.enum(["yes", "no"]) }))
    .min(1)
    .optional()
    .describe("questions about the agent's words, and how the model of --brain llm must answer them"),
});

function isKnownAppointment(about: z.infer<typeof contact> | undefined, existingRows: number): boolean {
  if (about === undefined) return true;
  const { appointment, at, offer, about: notice, also = [] } = about;
  const isOne = [appointment, at, offer, notice].filter((each) => each !== undefined).length === 1;
  return isOne && [appointment ?? -1, ...also].every((row) => row < existingRows);
}

const toolMock = z.strictObject({
  tool: z.string().min(1),
  status: z.int().min(100).max(599).optional().describe("200 without it"),
  answer: z.record(z.string(), z.unknown()),
});

const recordedTool = z.strictObject({
  tool,
  args: z.record(z.string(), z.unknown()).describe("exactly these arguments"),
  answer: z.unknown().optional(),
  failed: z.string().optional().describe("it did not answer: what went wrong"),
});

const answer = z.strictObject({ at: node, say: languageText, edge: ways.optional() });

/** `answers.yaml` in a folder of scenarios: added to every scenario. */
export const answersSchema = z.strictObject({ answers: z.array(answer).min(1) });

/** `said.<language>.yaml` in a folder of scenarios: translations of its texts, by the English text. */
export const sayingsSchema = z.record(z.string().min(1), z.string().min(1));

/** One file of templates/scenarios. Texts may hold {{clinic.…}} and {{caller.…}} placeholders. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    title: z.string().min(1),
    languages: z.array(language).min(1),
    needs: needs.optional(),
    direction: z
      .enum(["inbound", "outbound"])
      .optional()
      .describe("outbound: the clinic calls the caller, as `contact` says; default: inbound"),
    contact: contact.optional().describe("what the clinic calls the caller about"),
    clock: z
      .strictObject({
        at: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
          .describe("in the clinic's local time"),
      })
      .optional(),
    caller: z.strictObject({
      speaks: z
        .literal("second")
        .optional()
        .describe("the clinic's second language, from the first word; default: its own"),
      number: z.string().optional().describe("E.164; default: a fictitious number of the clinic's country"),
      turns: z.array(turn).default([]),
      answers: z
        .array(answer)
        .optional()
        .describe("what the caller says where the call waits at a node that the next turn does not belong at"),
      persona: languageText
        .optional()
        .describe("who the caller is and what they want; with --brain llm a model speaks for them after the turns"),
    }),
    variables: z
      .record(z.string(), z.string())
      .optional()
      .describe(
        "dynamic variables: all of them for a flow without a clinic (--flow), otherwise instead of the clinic's",
      ),
    values: extracted.optional().describe("what the flow's extractions find, instead of what is heard"),
    types: z.array(appointmentType).optional().describe("the clinic's appointment types; default: those it has"),
    existing: z.array(existing).optional().describe("appointments in the calendar before the call"),
    faults: z.array(fault).optional(),
    mocks: z
      .array(toolMock)
      .optional()
      .describe("answers of tools at other addresses than the server's, which simulations never call"),
    recorded: z
      .array(recordedTool)
      .optional()
      .describe("the tool calls of a recorded call, in order: no other is made, and each gets this answer"),
    expect: expectations.optional(),
  })
  .refine(({ caller }) => caller.turns.length > 0 || caller.persona !== undefined, {
    path: ["caller"],
    message: "The caller needs turns, or a persona",
  })
  .refine(({ direction, contact: about }) => (direction === "outbound") === (about !== undefined), {
    path: ["contact"],
    message: "A scenario with `direction: outbound` has a contact, and no other has one",
  })
  .refine(({ contact: about, existing: rows = [] }) => isKnownAppointment(about, rows.length), {
    path: ["contact"],
    message: "The contact needs an `appointment` of `existing`, an `at`, an `offer` or an `about`",
  })
  .meta({ id: "scenario", title: "ascendia scenario" });

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioTurn = Scenario["caller"]["turns"][number];
export type ScenarioAnswer = z.infer<typeof answer>;
export type RecordedTool = z.infer<typeof recordedTool>;
export type ToolMock = z.infer<typeof toolMock>;
export type Fault = NonNullable<Scenario["faults"]>[number];
export type Expectations = NonNullable<Scenario["expect"]>;
export type ToolExpectation = NonNullable<Expectations["tools"]>[number];
export type Matcher = z.infer<typeof matcherSchema>;
export type LanguageText = z.infer<typeof languageText>;

/** JSON Schema of the format, as published in templates/scenario.schema.json. */
export function scenarioJsonSchema(): unknown {
  return z.toJSONSchema(scenarioSchema, { io: "input" });
}
