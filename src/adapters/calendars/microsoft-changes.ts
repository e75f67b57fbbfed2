import { z } from "zod";
import { ApiClock } from "../../domain/calendar/api-times.ts";
import type { CalendarChanges, ChangeQuestion, OutsideEvent } from "../../domain/calendar/ports.ts";
import type { Span } from "../../domain/time/spans.ts";
import { AscendiaError } from "../../errors.ts";
import { type ApiAnswer, type AskApi, notTheApi, ownLink } from "./api-requests.ts";
import { refusal } from "./calendar-fetch.ts";
import { type GraphEvent, eventShape, outside } from "./microsoft-events.ts";

const removed = z.object({ id: z.string().min(1), "@removed": z.object({}) });
const page = z.object({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.string().optional(),
  "@odata.deltaLink": z.string().optional(),
});
const failure = z.object({ error: z.object({ code: z.string() }) });

const AT_ONCE = { prefer: "odata.maxpagesize=500" };
const MOST_PAGES = 200;

export interface GraphSource {
  readonly url: string;
  readonly api: AskApi;
  /** @throws transient */
  readonly checked: (answer: ApiAnswer) => ApiAnswer;
}

/**
 * Reads the changes by calendarView/delta. All occurrences of a series are one resource, the series: if one of them
 * changed, all are fetched, because a delta does not always name removed occurrences (microsoft-graph-docs pull 4501).
 */
export async function microsoftChanges(question: ChangeQuestion, source: GraphSource): Promise<CalendarChanges> {
  const changed = question.token === null ? undefined : await round(question.token, source);
  if (changed !== undefined) return read(changed, { question, source, isWhole: false });
  const bounds = new URLSearchParams({
    startDateTime: new Date(question.span.from).toISOString(),
    endDateTime: new Date(question.span.to).toISOString(),
  });
  const whole = await round(`${source.url}/calendarView/delta?${bounds.toString()}`, source);
  if (whole === undefined) throw refusal(410);
  return read(whole, { question, source, isWhole: true });
}

interface Round {
  readonly items: readonly unknown[];
  readonly token: string;
}

/** @returns undefined if the delta token is no longer valid */
async function round(first: string, { url, api, checked }: GraphSource): Promise<Round | undefined> {
  const items: unknown[] = [];
  let link = ownLink(first, url);
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = await api(link, { headers: AT_ONCE });
    if (isExpired(answer)) return undefined;
    const { data } = page.safeParse(checked(answer).body);
    if (data === undefined) throw notTheApi("Microsoft Graph");
    items.push(...data.value);
    const { "@odata.deltaLink": done, "@odata.nextLink": next } = data;
    if (done !== undefined) return { items, token: ownLink(done, url) };
    if (next === undefined) throw notTheApi("Microsoft Graph");
    link = ownLink(next, url);
  }
  throw new AscendiaError("invalid", "The calendar has more events than can be read.");
}

function isExpired({ status, body }: ApiAnswer): boolean {
  const { code = "" } = failure.safeParse(body).data?.error ?? {};
  return status === 410 || (status === 400 && /^(?:syncState|resync)/iu.test(code));
}

interface Reading {
  readonly question: ChangeQuestion;
  readonly source: GraphSource;
  readonly isWhole: boolean;
}

async function read({ items, token }: Round, reading: Reading): Promise<CalendarChanges> {
  const { question, isWhole } = reading;
  const clock = new ApiClock(question.zone);
  const gone = new Set<string>();
  const [unchanged, events]: [string[], OutsideEvent[]] = [[], []];
  const series = new Map<string, GraphEvent[]>();
  // The same event may appear twice in a round: the last one counts.
  for (const event of latest(items, gone, clock)) {
    const master = event.type === "seriesMaster" ? event.id : event.seriesMasterId;
    if (master !== null && master !== undefined) series.set(master, [...(series.get(master) ?? []), event]);
    else if (question.known.get(event.id) === event["@odata.etag"]) unchanged.push(event.id);
    else events.push(outside(event, { clock, zone: question.zone, span: question.span, master: undefined }));
  }
  for (const [id, known] of series) {
    const all = await seriesEvent(id, known, { ...reading, clock });
    if (all === undefined) gone.add(id);
    else events.push(all);
  }
  return { isWhole, token, events, unchanged, gone: [...gone], problems: clock.problems() };
}

function latest(items: readonly unknown[], gone: Set<string>, clock: ApiClock): readonly GraphEvent[] {
  const events = new Map<string, GraphEvent>();
  for (const item of items) {
    const away = removed.safeParse(item).data;
    const event = away === undefined ? eventShape.safeParse(item).data : undefined;
    if (away !== undefined) {
      gone.add(away.id);
      events.delete(away.id);
    } else if (event === undefined) clock.addUnreadable();
    else {
      gone.delete(event.id);
      events.set(event.id, event);
    }
  }
  return [...events.values()];
}

interface SeriesReading extends Reading {
  readonly clock: ApiClock;
}

/** Combines all occurrences into one event; undefined: the series is gone. */
async function seriesEvent(
  id: string,
  known: readonly GraphEvent[],
  { question, source, isWhole, clock }: SeriesReading,
): Promise<OutsideEvent | undefined> {
  const { span, zone } = question;
  const master = known.find((event) => event.id === id) ?? (await masterOf(id, source));
  if (master === undefined) return undefined;
  const all = isWhole ? known.filter((event) => event.id !== id) : await instancesOf(id, span, source);
  const occurrences = all.map((event) => outside(event, { clock, zone, span, master }));
  const own = outside(master, { clock, zone, span, master: undefined });
  return { ...own, busy: occurrences.flatMap(({ busy }) => busy) };
}

async function masterOf(id: string, { url, api, checked }: GraphSource): Promise<GraphEvent | undefined> {
  const answer = await api(`${url}/events/${encodeURIComponent(id)}`);
  return answer.status === 404 ? undefined : eventShape.safeParse(checked(answer).body).data;
}

async function instancesOf(id: string, span: Span, { url, api, checked }: GraphSource): Promise<readonly GraphEvent[]> {
  const bounds = new URLSearchParams({
    startDateTime: new Date(span.from).toISOString(),
    endDateTime: new Date(span.to).toISOString(),
  });
  const found: GraphEvent[] = [];
  let link: string | undefined = `${url}/events/${encodeURIComponent(id)}/instances?${bounds.toString()}&$top=500`;
  for (let pages = 0; link !== undefined && pages < MOST_PAGES; pages += 1) {
    const answer: ApiAnswer = await api(link);
    if (answer.status === 404) return [];
    const { data } = page.safeParse(checked(answer).body);
    if (data === undefined) throw notTheApi("Microsoft Graph");
    found.push(...data.value.flatMap((item) => eventShape.safeParse(item).data ?? []));
    const next: string | undefined = data["@odata.nextLink"];
    link = next === undefined ? undefined : ownLink(next, url);
  }
  return found;
}
