import type { Command } from "commander";
import * as z from "zod";
import {
  type SampleLine,
  INBOUND_EVENT,
  assertEventName,
  fictitiousLine,
  sampleEvent,
  editEvent,
} from "../../domain/call/events/test-event.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { readJson } from "../input-files.ts";
import { withoutNumbers } from "../view.ts";
import { type AnsweredEvent, eventUrl, inboundUrl, sendEvent } from "./send-event.ts";
import { storedEvent } from "./stored-event.ts";

interface TriggerFlags {
  readonly clinic?: string;
  readonly call?: string;
  readonly file?: string;
  readonly recorded?: string;
  readonly set: readonly string[];
  readonly url?: string;
  readonly dryRun?: boolean;
}

/** A value may contain commas. */
function assignments(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function configure(command: Command, context: Context): void {
  command
    .description("send an event signed as Retell does: a sample, one from a file, or a stored one")
    .argument("<event>", "event name, such as call_ended; call_inbound asks the inbound webhook")
    .option("--clinic <clinic>", "clinic id or slug whose number is called")
    .option("--call <id>", "continue this call instead of a new one")
    .option("--file <file>", "JSON file with the event; - for standard input")
    .option("--recorded <key>", "a stored event, from event:list")
    .option("--set <path=value>", "change a field, such as call.duration_ms=60000 (repeatable)", assignments)
    .option("--url <url>", "server to send to (default: the local `ascendia serve`)")
    .action((name: string, flags: TriggerFlags) => trigger(name, flags, context));
}

async function trigger(name: string, flags: TriggerFlags, context: Context): Promise<void> {
  assertEventName(name);
  const clinic =
    flags.clinic === undefined ? undefined : await requireClinic(flags.clinic, (await context.store()).clinics);
  const event = editEvent({ ...(await source(name, { flags, clinic }, context)), event: name }, flags.set ?? []);
  const body = JSON.stringify(event);
  const url = name === INBOUND_EVENT ? inboundUrl(flags.url, clinic?.slug, context) : eventUrl(flags.url, context);
  const dryRun = flags.dryRun === true;
  const answered = dryRun ? null : await sendEvent(body, { url, clinic }, context);
  const sent = answered === null ? null : { url: answered.url, status: answered.status, ms: answered.ms };
  const variables = name === INBOUND_EVENT && answered !== null ? variablesIn(answered) : null;
  const callId = callIdIn(event);
  const shown: unknown = JSON.parse(withoutNumbers(body, {}));
  context.output.result({ dry_run: dryRun, event: name, url, call_id: callId, sent, variables, body: shown }, () =>
    sent === null
      ? `Would send to ${url}:\n${JSON.stringify(shown, null, 2)}`
      : [
          `Sent ${name} to ${url}: ${sent.status} in ${sent.ms} ms.`,
          ...variableLines(variables),
          ...continuation(name, callId, clinic),
        ].join("\n"),
  );
}

const inboundAnswer = z.object({
  call_inbound: z.object({ dynamic_variables: z.record(z.string(), z.string()).optional() }),
});

/** null where the call is rejected, or the answer is not one of an inbound webhook. */
function variablesIn({ answer }: AnsweredEvent): Readonly<Record<string, string>> | null {
  try {
    return inboundAnswer.safeParse(JSON.parse(answer)).data?.call_inbound.dynamic_variables ?? null;
  } catch {
    return null;
  }
}

function variableLines(variables: Readonly<Record<string, string>> | null): readonly string[] {
  return Object.entries(variables ?? {}).map(([name, value]) => `  ${name} = ${value.replaceAll("\n", " ⏎ ")}`);
}

const withCall = z.object({ call: z.object({ call_id: z.string() }) });

function callIdIn(event: unknown): string | null {
  return withCall.safeParse(event).data?.call.call_id ?? null;
}

/** What Retell sends next in the same call. */
const NEXT: Readonly<Record<string, string>> = {
  call_started: "call_ended",
  transcript_updated: "call_ended",
  transfer_started: "transfer_bridged",
  transfer_bridged: "transfer_ended",
  transfer_cancelled: "call_ended",
  transfer_ended: "call_ended",
  call_ended: "call_analyzed",
};

function continuation(name: string, callId: string | null, clinic: Clinic | undefined): readonly string[] {
  const next = NEXT[name];
  if (next === undefined || callId === null) return [];
  const whose = clinic === undefined ? "" : ` --clinic ${clinic.slug}`;
  return [`Continue the call: ascendia event:trigger ${next}${whose} --call ${callId}`];
}

interface Wanted {
  readonly flags: TriggerFlags;
  readonly clinic: Clinic | undefined;
}

async function source(name: string, { flags, clinic }: Wanted, context: Context): Promise<object> {
  const { file, recorded, call } = flags;
  refuseTwoSources(flags);
  if (recorded !== undefined)
    return asEvent(JSON.parse((await storedEvent(recorded, (await context.store()).events)).body));
  if (file !== undefined) return asEvent(await readJson(file, context));
  return sampleEvent(name, {
    callId: call ?? `call_sample_${context.newId()}`,
    now: context.clock.now(),
    line: clinic === undefined ? fictitiousLine : await lineOf(clinic, context),
    before: call === undefined ? {} : await lastReported(call, context),
  });
}

/** A whole event is sent as it is; --clinic and --call are about a sample. */
function refuseTwoSources({ file, recorded, clinic, call }: TriggerFlags): void {
  const whole = Object.entries({ "--file": file, "--recorded": recorded });
  const given = [...whole, ...Object.entries({ "--clinic": clinic, "--call": call })];
  const named = given.filter(([, value]) => value !== undefined).map(([flag]) => flag);
  const [first, second] = named;
  if (first === undefined || second === undefined || !whole.some(([flag]) => flag === first)) return;
  throw notTogether(first, second);
}

function notTogether(one: string, other: string): AscendiaError {
  return new AscendiaError("usage", `${one} and ${other} cannot be combined.`, { hint: "Pass only one of them." });
}

/** The clinic's own number and agent; those of a fictitious line where it has none yet. */
async function lineOf(clinic: Clinic, context: Context): Promise<SampleLine> {
  const store = await context.store();
  const number = await store.scope(clinic.id).number.find();
  const master = await store.agents.master();
  return {
    clinicId: clinic.id,
    clinicNumber: number?.phoneNumber ?? fictitiousLine.clinicNumber,
    agentId: number?.agentId ?? master?.agentId ?? fictitiousLine.agentId,
    agentVersion: number?.agentVersion ?? master?.version ?? fictitiousLine.agentVersion,
  };
}

const eventWithCall = z.object({ call: z.record(z.string(), z.unknown()) });

/** What the server's database knows about the call; nothing for an unknown one. */
async function lastReported(callId: string, context: Context): Promise<Readonly<Record<string, unknown>>> {
  const { events } = await context.store();
  const [last] = await events.list({ callId, limit: 1 });
  const stored = last === undefined ? undefined : await events.find(last.key);
  const { call_analysis: _analysis, ...call } =
    eventWithCall.safeParse(JSON.parse(stored?.body ?? "{}")).data?.call ?? {};
  return call;
}

function asEvent(body: unknown): object {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  throw new AscendiaError("invalid", "An event must be a JSON object.", {
    hint: 'Such as {"event":"call_ended","call":{…}}.',
  });
}
