import * as z from "zod";
import { resolveDeep, resolvePlaceholders } from "../../flow/placeholders.ts";
import type { CallRecords } from "../call-player.ts";
import { type JsonObject, isJsonObject } from "../json.ts";
import { type PlayedAttempt, type PlayedOutcome, usualAttempt } from "../schemas/control.ts";
import { analysisOf, measured, outcomePlays, transcriptFields, turnsOf } from "./conversation.ts";
import type { PlayPorts } from "./play-ports.ts";
import { type AgentToPlay, type PlayableTool, agentToPlay } from "./playable-agent.ts";

export interface ToolCall {
  readonly tool: PlayableTool;
  /** The current call object, transcript included. */
  readonly call: JsonObject;
  readonly variables: Readonly<Record<string, string>>;
  /** Override the arguments from the flow. */
  readonly args: JsonObject;
  readonly number: number;
}

export interface ToolResult {
  /** The invocation and its result, as transcript items. */
  readonly items: readonly JsonObject[];
  readonly answer: JsonObject;
}

/** Calls the function as Retell does: resolves constants, signs the body, treats 2xx as success (docs/retell.md 6). */
export async function callTool(asked: ToolCall, { send }: PlayPorts): Promise<ToolResult> {
  const { tool, variables, call } = asked;
  const lookup = (name: string) => variables[name];
  const args = { ...constants(tool, lookup), ...asked.args };
  const id = `tool_call_${asked.number}`;
  const invocation = {
    role: "tool_call_invocation",
    tool_call_id: id,
    name: tool.name,
    arguments: JSON.stringify(args),
  };
  const context = { ...call, transcript_with_tool_calls: [...toolItems(call), invocation] };
  const body = tool.args_at_root === true ? args : { name: tool.name, args, call: context };
  const outcome = await send({
    url: resolvePlaceholders(tool.url, lookup),
    method: tool.method,
    headers: Object.fromEntries(
      Object.entries(tool.headers).map(([name, value]) => [name, resolvePlaceholders(value, lookup)]),
    ),
    body: JSON.stringify(body),
    timeoutMs: tool.timeout_ms,
  });
  const successful = outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300;
  const content = outcome.kind === "answered" ? outcome.body : outcome.reason;
  const result = { role: "tool_call_result", tool_call_id: id, content: content.slice(0, longestResult), successful };
  return { items: [invocation, result], answer: successful ? asObject(content) : {} };
}

/** In characters (docs/retell.md 6.3). */
const longestResult = 15_000;

function constants({ parameters }: PlayableTool, lookup: (name: string) => string | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, property]) =>
      "const" in property ? [[name, resolveDeep(property["const"], lookup)] as const] : [],
    ),
  );
}

function toolItems(call: JsonObject): readonly unknown[] {
  const present = call["transcript_with_tool_calls"];
  return Array.isArray(present) ? present : [];
}

function asObject(text: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const offered = z.looseObject({
  available_slots: z.array(z.looseObject({ time: z.string(), id: z.string().optional() })),
  date: z.string().optional(),
  next_available_date: z.string().nullish(),
});

const isoDay = z.iso.date();

/** The first day to ask `check_availability` about: the script's, else tomorrow. */
export function firstDay(args: JsonObject, variables: Readonly<Record<string, string>>): string | undefined {
  const named = isoDay.safeParse(args["date"]);
  if (named.success) return named.data;
  const today = isoDay.safeParse(variables["today"]);
  return today.success ? dayAfter(today.data) : undefined;
}

export type Offer =
  | { readonly kind: "slot"; readonly args: JsonObject }
  | { readonly kind: "ask"; readonly date: string };

/** Takes the first free time, or continues with the next day that may have one. */
export function chooseSlot(answer: JsonObject, asked: string): Offer {
  const parsed = offered.safeParse(answer);
  const slot = parsed.data?.available_slots[0];
  if (slot !== undefined) {
    const id = slot.id === undefined ? {} : { slot_id: slot.id };
    return { kind: "slot", args: { date: parsed.data?.date ?? asked, time: slot.time, ...id } };
  }
  return { kind: "ask", date: parsed.data?.next_available_date ?? dayAfter(asked) };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

type Variables = Readonly<Record<string, string>>;

/** One call being played. */
interface Play {
  readonly callId: string;
  readonly records: CallRecords;
  readonly agent: AgentToPlay;
  readonly attempt: PlayedAttempt;
  readonly variables: Variables;
  readonly stage: Stage;
}

/** What all played calls share. */
export interface Stage extends PlayPorts {
  isStopped(callId: string): boolean;
  /** Sends in the background: a failing event does not delay later ones (docs/retell.md 5.3). */
  notify(event: string, call: JsonObject, play: { readonly agent: AgentToPlay; readonly variables: Variables }): void;
}

const placed = z.looseObject({
  to_number: z.string(),
  retell_llm_dynamic_variables: z.record(z.string(), z.string()).default({}),
});

/** Plays a call from ringing to the analysis (docs/retell.md 5). */
export async function playCall(callId: string, records: CallRecords, stage: Stage): Promise<void> {
  const stored = await records.read(callId);
  const found = stored === undefined ? undefined : await records.agentOf(stored.call);
  if (stored === undefined) return;
  if (found === undefined) {
    const error = { call_status: "error", disconnection_reason: "error_unknown", end_timestamp: stage.clock.now() };
    return records.change(callId, error);
  }
  const { to_number: toNumber, retell_llm_dynamic_variables: given } = placed.parse(stored.call);
  const agent = agentToPlay(found);
  const variables = { ...agent.defaults, ...given, call_id: callId };
  const attempt = (await records.takeAttempt(toNumber)) ?? usualAttempt(usualOutcome(given));
  const play = { callId, records, agent, attempt, variables, stage };
  await stage.wait(attempt.ring_ms);
  if (outcomePlays[attempt.outcome].status === "ended") await talk(play);
  else await change(play, { call_status: "not_connected", end_timestamp: stage.clock.now() });
  await end(play);
}

/** Without a script, a reminder is confirmed, and in any other call the person hangs up. */
function usualOutcome({ call_purpose: purpose, appointment_id: id = "" }: Variables): PlayedOutcome {
  return purpose === "reminder" && id !== "" ? "confirm" : "hang_up";
}

async function talk(play: Play): Promise<void> {
  const { agent, attempt, variables, stage } = play;
  const startedAt = stage.clock.now();
  await change(play, { call_status: "ongoing", start_timestamp: startedAt });
  await notify(play, "call_started");
  await stage.wait(attempt.talk_ms);
  const turns = turnsOf(attempt.outcome, variables);
  await transcribe(play, turns.before);
  const items = [...turns.before, ...(await useTools(play, turns.before)), ...turns.after];
  // When the sandbox closes, waits are cut short; the call still counts as long as scripted.
  const durationMs = Math.max(stage.clock.now() - startedAt, attempt.talk_ms);
  await change(play, {
    call_status: "ended",
    end_timestamp: startedAt + durationMs,
    duration_ms: durationMs,
    ...transcriptFields(items),
    ...measured(durationMs),
  });
  if (agent.events.has(STREAM)) await notify(play, STREAM);
}

const STREAM = "transcript_updated";

/** Reports what was said so far, if the agent subscribes to it. */
async function transcribe(play: Play, turns: readonly JsonObject[]): Promise<void> {
  if (!play.agent.events.has(STREAM)) return;
  await change(play, transcriptFields(turns));
  await notify(play, STREAM);
}

/** Calls the function for what the person wants; before a move, looks at the free times. */
async function useTools(play: Play, before: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  const { attempt, agent, stage } = play;
  const { tool: name } = outcomePlays[attempt.outcome];
  const tool = agent.tools.find((one) => one.name === name);
  if (tool === undefined || attempt.mode === "analysis_only" || stage.isStopped(play.callId)) return [];
  const wanted = attempt.outcome === "move" ? await wantSlot(play, before) : { items: [], args: attempt.args };
  const call = await callWith(play, [...before, ...wanted.items]);
  const asked = { tool, call, variables: play.variables, args: wanted.args, number: wanted.items.length };
  return [...wanted.items, ...(await callTool(asked, stage)).items];
}

const mostDays = 14;

interface Wanted {
  readonly items: readonly JsonObject[];
  readonly args: JsonObject;
}

/** The script's day and time, else the first free time. */
async function wantSlot(play: Play, before: readonly JsonObject[]): Promise<Wanted> {
  const { attempt, agent, variables, stage } = play;
  const tool = agent.tools.find((one) => one.name === "check_availability");
  let date = firstDay(attempt.args, variables);
  if (attempt.args["time"] !== undefined || tool === undefined || date === undefined) {
    return { items: [], args: attempt.args };
  }
  const items: JsonObject[] = [];
  for (let day = 0; day < mostDays; day += 1) {
    const call = await callWith(play, [...before, ...items]);
    const args = { doctor_id: variables["appointment_doctor_id"] ?? "", doctor_name: "", date };
    const result = await callTool({ tool, call, variables, args, number: items.length }, stage);
    items.push(...result.items);
    const offer = chooseSlot(result.answer, date);
    if (offer.kind === "slot") return { items, args: { ...attempt.args, ...offer.args } };
    date = offer.date;
  }
  return { items, args: attempt.args };
}

async function callWith({ callId, records }: Play, items: readonly JsonObject[]): Promise<JsonObject> {
  return {
    ...(await records.read(callId))?.call,
    ...transcriptFields(items),
  };
}

/** A stopped call has already ended (`manual_stopped`). */
async function end(play: Play): Promise<void> {
  const { attempt, agent, stage } = play;
  await change(play, { disconnection_reason: outcomePlays[attempt.outcome].reason });
  await notify(play, "call_ended");
  await stage.wait(attempt.analysis_ms);
  await play.records.change(play.callId, { call_analysis: analysisOf(attempt, agent) });
  await notify(play, "call_analyzed");
}

async function change({ callId, records, stage }: Play, fields: JsonObject): Promise<void> {
  if (!stage.isStopped(callId)) await records.change(callId, fields);
}

async function notify(play: Play, event: string): Promise<void> {
  const stored = await play.records.read(play.callId);
  if (stored !== undefined && !play.attempt.withheld.includes(event)) play.stage.notify(event, stored.call, play);
}
