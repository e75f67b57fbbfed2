import { type Translated, isLanguage } from "../../domain/language/language.ts";
import type { JsonObject } from "../json.ts";
import type { PlayedAttempt, PlayedOutcome } from "../schemas/control.ts";
import type { AgentToPlay } from "./playable-agent.ts";

interface Exchange {
  readonly person?: string;
  readonly agent: string;
}

/** The words after the greeting: just enough for a transcript to show how the call went. */
const exchanges: Translated<Readonly<Partial<Record<PlayedOutcome, Exchange>>>> = {
  fr: {
    confirm: { person: "Oui, je serai là.", agent: "C'est noté, merci." },
    move: { person: "Je voudrais déplacer mon rendez-vous.", agent: "Très bien, je m'en occupe." },
    cancel: { person: "Je dois annuler.", agent: "Très bien, j'annule." },
    opt_out: { person: "Ne m'appelez plus.", agent: "Entendu, nous ne vous appellerons plus." },
    wrong_person: { person: "Vous vous trompez de numéro.", agent: "Excusez-moi, au revoir." },
    callback: { person: "Rappelez-moi plus tard.", agent: "Entendu, à plus tard." },
    voicemail: { agent: "Je laisse un message." },
  },
  en: {
    confirm: { person: "Yes, I'll be there.", agent: "Noted, thank you." },
    move: { person: "I'd like to move my appointment.", agent: "Very well, let me do that." },
    cancel: { person: "I have to cancel.", agent: "Very well, I'll cancel it." },
    opt_out: { person: "Don't call me again.", agent: "Understood, we won't call you again." },
    wrong_person: { person: "You have the wrong number.", agent: "I'm sorry, goodbye." },
    callback: { person: "Call me back later.", agent: "Understood, until later." },
    voicemail: { agent: "I'll leave a message." },
  },
  es: {
    confirm: { person: "Sí, ahí voy a estar.", agent: "Anotado, gracias." },
    move: { person: "Quiero cambiar mi cita.", agent: "Con gusto la cambio." },
    cancel: { person: "Tengo que cancelar.", agent: "Muy bien, la cancelo." },
    opt_out: { person: "Ya no me llamen.", agent: "Entendido, ya no le vamos a llamar." },
    wrong_person: { person: "Tiene el número equivocado.", agent: "Disculpe, hasta luego." },
    callback: { person: "Llámeme más tarde.", agent: "Con gusto, hasta luego." },
    voicemail: { agent: "Dejo un mensaje." },
  },
};

const greetings: Translated = { fr: "Bonjour.", en: "Hello.", es: "Buen día." };

/** The turns before and after a function call (docs/retell.md 5.4). */
export interface Turns {
  readonly before: readonly JsonObject[];
  readonly after: readonly JsonObject[];
}

export function turnsOf(outcome: PlayedOutcome, variables: JsonObject): Turns {
  const language = isLanguage(variables["language"]) ? variables["language"] : "en";
  const greeting = typeof variables["phrase_greeting"] === "string" ? variables["phrase_greeting"] : "";
  const said = exchanges[language][outcome];
  const person = said?.person === undefined ? [] : [utterance("user", said.person)];
  return {
    before: [utterance("agent", greeting === "" ? greetings[language] : greeting), ...person],
    after: said === undefined ? [] : [utterance("agent", said.agent)],
  };
}

function utterance(role: "agent" | "user", content: string): JsonObject {
  return { role, content, words: [] };
}

/** The transcript in Retell's three forms. */
export function transcriptFields(items: readonly JsonObject[]): JsonObject {
  const spoken = items.filter(({ role }) => role === "agent" || role === "user");
  return {
    transcript: spoken
      .map(({ role, content }) => `${role === "agent" ? "Agent" : "User"}: ${String(content)}\n`)
      .join(""),
    transcript_object: spoken,
    transcript_with_tool_calls: items,
  };
}

export interface OutcomePlay {
  readonly status: "ended" | "not_connected";
  /** `disconnection_reason` (docs/retell.md 5.4). */
  readonly reason: string;
  /** The function that the flow calls for this outcome. */
  readonly tool?: string;
  /** The value that the analysis finds for the agent's item `outcome`. */
  readonly found?: string;
}

/** What Retell reports for each outcome. Unconnected calls have no `call_started` (docs/retell.md 5.3). */
export const outcomePlays: Readonly<Record<PlayedOutcome, OutcomePlay>> = {
  confirm: { status: "ended", reason: "agent_hangup", tool: "confirm_appointment", found: "confirmed" },
  move: { status: "ended", reason: "agent_hangup", tool: "reschedule_appointment", found: "rescheduled" },
  cancel: { status: "ended", reason: "agent_hangup", tool: "cancel_appointment", found: "cancelled" },
  opt_out: { status: "ended", reason: "agent_hangup", tool: "opt_out", found: "opted_out" },
  wrong_person: { status: "ended", reason: "agent_hangup", found: "wrong_person" },
  callback: { status: "ended", reason: "agent_hangup", tool: "request_callback", found: "callback_requested" },
  hang_up: { status: "ended", reason: "user_hangup", found: "no_outcome" },
  silence: { status: "ended", reason: "inactivity", found: "no_outcome" },
  voicemail: { status: "ended", reason: "voicemail_reached", found: "voicemail" },
  busy: { status: "not_connected", reason: "dial_busy" },
  no_answer: { status: "not_connected", reason: "dial_no_answer" },
  declined: { status: "not_connected", reason: "user_declined" },
  dial_failed: { status: "not_connected", reason: "dial_failed" },
};

/** Example prices: 7 cents for voice and 1.5 cents for telephony. */
const centsPerMinute = { retell_platform: 7, telephony: 1.5 };

/** Cost and latency of a connected call (docs/retell.md 5.4). */
export function measured(durationMs: number): JsonObject {
  const seconds = Math.ceil(durationMs / 1000);
  const products = Object.entries(centsPerMinute).map(([product, cents]) => ({
    product,
    unit_price: cents / 60,
    cost: rounded((cents / 60) * seconds),
  }));
  const latency = { p50: 820, p90: 1180, p95: 1290, p99: 1410, min: 610, max: 1420, num: 3, values: [610, 820, 1420] };
  return {
    call_cost: {
      combined_cost: rounded(products.reduce((sum, { cost }) => sum + cost, 0)),
      product_costs: products,
      total_duration_seconds: seconds,
      total_duration_unit_price: rounded(products.reduce((sum, one) => sum + one.unit_price, 0)),
    },
    latency: { e2e: latency },
  };
}

function rounded(cents: number): number {
  return Math.round(cents * 1000) / 1000;
}

/**
 * `call_analysis`. Fills the agent's item `outcome`, if it has this choice, and the items named in the script's args.
 */
export function analysisOf(attempt: PlayedAttempt, { analysed }: AgentToPlay): JsonObject {
  const { status, found = "" } = outcomePlays[attempt.outcome];
  const items = analysed.flatMap(({ name, choices }) => {
    const value = name === undefined ? undefined : analysedValue(name, attempt, found);
    if (name === undefined || value === undefined) return [];
    return [[name, choices === undefined || choices.includes(value) ? value : choices.at(-1)] as const];
  });
  const isConnected = status === "ended";
  return {
    call_summary: `Played by the sandbox: ${attempt.outcome}.`,
    user_sentiment: "Unknown",
    call_successful: isConnected && !["no_outcome", "voicemail"].includes(found),
    in_voicemail: attempt.outcome === "voicemail",
    custom_analysis_data: isConnected ? Object.fromEntries(items) : {},
  };
}

function analysedValue(name: string, { outcome, args }: PlayedAttempt, found: string): string | undefined {
  if (name === "outcome") return found;
  const { date, time } = args;
  if (name === "callback_time" && outcome === "callback") return date === undefined ? "" : `${date}T${time ?? "09:00"}`;
  return args[name];
}
