import type { Heard, Asking } from "../../domain/call/requests/heard-request.ts";
import type { CallEvent } from "../../domain/call/ports.ts";
import { withoutPersons } from "../../domain/call/requests/recorded-request.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { shortened } from "../../terminal/text-width.ts";
import { type RevealFlag, type Slugs, clinicSaid, instant, shownNumber, withoutNumbers } from "../view.ts";

/** A line of the listener, by its number. */
export interface HeardLine {
  readonly n: number;
  readonly heard: Heard;
}

export interface Showing extends RevealFlag {
  readonly expand?: boolean;
}

const masks = {
  name: "***",
  birthDate: "****-**-**",
  mail: "***",
  number: (number: string) => maskNumber(number) ?? "",
};

interface Shown {
  readonly body: string | null;
  readonly answer: string | null;
}

/** Request and answer, with people's names and numbers masked unless they are requested. */
export function shownTexts(heard: Heard, { reveal }: RevealFlag): Shown {
  const { body, answer } = heard.kind === "request" ? heard.request : { body: heard.event.body, answer: null };
  if (reveal === true) return { body, answer };
  const [shownBody = "", shownAnswer = ""] = withoutPersons([body ?? "", answer ?? ""], masks);
  return { body: body === null ? null : shownBody, answer: answer === null ? null : shownAnswer };
}

export function callOf({ heard }: HeardLine): string | null {
  return heard.kind === "request" ? heard.read.callId : heard.event.callId;
}

export function clinicOf(heard: Heard, slugs: Slugs): string | null {
  if (heard.kind === "request") return heard.request.clinic;
  return heard.event.clinicId === null ? null : (slugs.get(heard.event.clinicId) ?? heard.event.clinicId);
}

export function heardJson({ n, heard }: HeardLine, slugs: Slugs, showing: Showing) {
  const texts = showing.expand === true ? shownTexts(heard, showing) : {};
  const clinic = clinicOf(heard, slugs);
  if (heard.kind === "stored") {
    const { event, key, callId } = heard.event;
    const call_id = callId === null ? null : withoutNumbers(callId, showing);
    return { kind: "stored_event" as const, n, at: instant(heard.at), event, key, call_id, clinic, ...texts };
  }
  const { request, read } = heard;
  return {
    kind: "request" as const,
    n,
    at: instant(heard.at),
    asked: read.asking.kind,
    name: nameOf(read.asking),
    call_id: read.callId === null ? null : withoutNumbers(read.callId, showing),
    from_number: shownNumber(read.fromNumber, showing),
    clinic,
    path: request.path,
    status: request.status,
    ms: request.tookUs / 1000,
    ...texts,
  };
}

function nameOf(asking: Asking): string | null {
  return "name" in asking ? asking.name : null;
}

/** `#3  14:03:22  clinic  what  call  status in time  gist` */
export function heardLine({ n, heard }: HeardLine, slugs: Slugs, showing: Showing): string {
  const head = [`#${n}`, timeOf(heard.at)];
  if (heard.kind === "stored") {
    const facts = [clinicSaid(heard.event, slugs), `event ${heard.event.event}`, callSaid(heard.event, showing)];
    return lineOf([...head, ...facts, "from the event store: no listener ran when it came"]);
  }
  const { request, read } = heard;
  const name = nameOf(read.asking);
  const asked = [read.asking.kind, ...(name === null ? [] : [name])].join(" ");
  const call = callSaid(read, showing) || (shownNumber(read.fromNumber, showing) ?? "");
  const answered = `${request.status} in ${timeSaid(request.tookUs)}`;
  return lineOf([...head, request.clinic ?? "(no clinic)", asked, call, answered, gistOf(heard, showing)]);
}

function lineOf(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => oneLine(part))
    .join("  ");
}

function callSaid({ callId }: Pick<CallEvent, "callId">, showing: Showing): string {
  return callId === null ? "" : withoutNumbers(callId, showing);
}

export function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

export function timeSaid(microseconds: number): string {
  return microseconds < 10_000 ? `${(microseconds / 1000).toFixed(1)} ms` : `${Math.round(microseconds / 1000)} ms`;
}

const GIST_WIDTH = 60;

/** The sentence of a function's answer, how many variables an inbound call got, or why it was refused. */
function gistOf(heard: Extract<Heard, { kind: "request" }>, showing: Showing): string {
  const { read, request } = heard;
  if (request.status === 401) return "refused: not signed with a key of this installation";
  const answer = parsed(shownTexts(heard, showing).answer);
  const said = textAt(answer, "message") ?? textAt(answer, "error");
  if (said !== undefined) return shortened(`“${oneLine(said)}”`, GIST_WIDTH);
  if (read.asking.kind !== "inbound") return "";
  const inbound = partAt(answer, "call_inbound") ?? partAt(answer, "chat_inbound");
  const variables = Object.keys(partAt(inbound, "dynamic_variables") ?? {}).length;
  return variables === 0 ? "rejected" : `${variables} variables`;
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function partAt(value: unknown, name: string): object | undefined {
  const part: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof part === "object" && part !== null ? part : undefined;
}

function textAt(value: unknown, name: string): string | undefined {
  const text: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === "string" ? text : undefined;
}

/** The complete request or event, below its line. */
export function detailText(heard: Heard, showing: RevealFlag): string {
  const { body, answer } = shownTexts(heard, showing);
  const path = heard.kind === "request" ? `POST ${heard.request.path}` : heard.event.key;
  const asked = body === null ? ["  its body was not kept"] : indented(body);
  const answered = heard.kind === "request" ? ["  answer:", ...indented(answer ?? "too long to keep")] : [];
  return [`  ${withoutNumbers(path, showing)}`, ...asked, ...answered].join("\n");
}

function indented(text: string): readonly string[] {
  const value = parsed(text);
  const printed = value === undefined ? text : JSON.stringify(value, null, 2);
  return printed.split("\n").map((line) => `    ${line}`);
}
