import { davRequest, propfind, syncCollection } from "tsdav";
import { z } from "zod";
import { changedEventText, eventText } from "../../domain/calendar/event-text.ts";
import type {
  CalendarAccess,
  CalendarChanges,
  CalendarServer,
  ChangeQuestion,
  OutsideEvent,
  OwnEvent,
  Place,
  Written,
} from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type CalendarFetch, refusal } from "./calendar-fetch.ts";
import { readInThread } from "./read-in-thread.ts";

/** Events per request. */
const AT_ONCE = 100;

/** A calendar on a CalDAV server (RFC 4791) that supports sync tokens (RFC 6578). */
export function caldavCalendar(access: CalendarAccess, ask: CalendarFetch): CalendarServer {
  const dav = new Dav(access, ask);
  return {
    changes: (question) => changes(question, dav),
    find: async ({ uid, resource }, zone) => {
      const found = await dav.get(resource ?? dav.pathOf(uid));
      if (found === undefined) return undefined;
      // Only its first occurrence matters here.
      const { events } = await readEvents([found], { span: { from: 0, to: 1 }, zone, owner: dav.owner });
      return events[0];
    },
    write: (event, over) => write(event, over, dav),
    remove: ({ resource, etag }) => dav.remove(resource, etag),
  };
}

async function changes(question: ChangeQuestion, dav: Dav): Promise<CalendarChanges> {
  const listed = (await dav.listChanges(question.token)) ?? (await dav.listChanges(null));
  if (listed === undefined) throw refusal(403);
  const { present, ...others } = listed;
  const isKnown = ({ resource, etag }: Place): boolean => question.known.get(resource) === etag;
  const wanted = present.filter((place) => !isKnown(place)).map(({ resource }) => resource);
  const unchanged = present.filter((place) => isKnown(place)).map(({ resource }) => resource);
  const events: OutsideEvent[] = [];
  const problems = new Set<string>();
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const texts = await dav.fetchAll(wanted.slice(at, at + AT_ONCE));
    const read = await readEvents(texts, { ...question, owner: dav.owner });
    events.push(...read.events);
    for (const problem of read.problems) problems.add(problem);
  }
  return { ...others, events, unchanged, problems: [...problems] };
}

interface Text extends Place {
  readonly text: string;
}

type Reading = Pick<ChangeQuestion, "span" | "zone"> & { readonly owner: string | undefined };

async function readEvents(texts: readonly Text[], { span, zone, owner }: Reading) {
  const readings = await readInThread(
    texts.map(({ text }) => text),
    { span, zone, owner },
  );
  const events = texts.map(({ resource, etag }, index): OutsideEvent => {
    const { busy = [], first } = readings[index] ?? {};
    return { resource, etag, uid: first?.uid ?? null, busy, span: first?.span ?? null };
  });
  const problems = readings.flatMap((reading) => reading?.problems ?? ["events that cannot be read: 1"]);
  return { events, problems };
}

async function write(event: OwnEvent, over: Place | null, dav: Dav): Promise<Written> {
  if (over === null) return dav.put(dav.pathOf(event.uid), eventText(event), { "if-none-match": "*" });
  const standing = await dav.get(over.resource);
  if (standing === undefined || standing.etag !== over.etag) return { kind: "differs" };
  return dav.put(over.resource, changedEventText(standing.text, event), { "if-match": over.etag });
}

const text = z.union([z.string(), z.number(), z.object({ _cdata: z.string() }).transform(({ _cdata }) => _cdata)]);
const responses = z.array(
  z.object({
    href: z.string().optional(),
    status: z.number(),
    ok: z.boolean(),
    props: z.object({ getetag: text.optional(), calendarData: text.optional() }).optional(),
    raw: z.unknown(),
  }),
);
type DavResponse = z.infer<typeof responses>[number];
const syncToken = z.object({ multistatus: z.object({ syncToken: text }) });

/** @throws invalid */
function parsed(answer: unknown): readonly DavResponse[] {
  const { success, data } = responses.safeParse(answer);
  if (success) return data;
  throw new AscendiaError("invalid", "The server's answer is not CalDAV.");
}

interface Listed {
  readonly isWhole: boolean;
  readonly token: string;
  readonly present: readonly Place[];
  readonly gone: readonly string[];
}

/**
 * Most partial answers that are read. A server marks an incomplete answer with a 507 for the calendar itself (RFC 6578
 * 3.6).
 */
const MOST_PARTS = 200;

/**
 * Web servers give a compressed answer another ETag (Apache appends "-gzip", nginx makes it weak), which the server then
 * does not accept as the version to overwrite.
 */
const UNCOMPRESSED = { "accept-encoding": "identity" };

class Dav {
  readonly owner: string | undefined;
  readonly #base: URL;
  readonly #ask: CalendarFetch;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ url, user, password }: CalendarAccess, ask: CalendarFetch) {
    this.#base = new URL(url.endsWith("/") ? url : `${url}/`);
    this.#ask = ask;
    this.owner = user;
    const basic = Buffer.from(`${user ?? ""}:${password ?? ""}`).toString("base64");
    this.#headers = user === undefined ? {} : { authorization: `Basic ${basic}` };
  }

  pathOf(uid: string): string {
    return this.#nameOf(`${this.#base.pathname}${encodeURIComponent(uid)}.ics`);
  }

  /**
   * The one name of an event. A server may write its path as a whole address, or encode other characters ("%40" for
   * "@") than the address the owner typed; an event of ours under another name would look like someone else's.
   */
  #nameOf(href: string): string {
    const url = URL.parse(href, this.#base.href);
    if (url?.origin !== this.#base.origin) return href;
    return url.pathname.split("/").map(encodedOnce).join("/");
  }

  /** undefined: the server no longer knows the token. */
  async listChanges(token: string | null): Promise<Listed | undefined> {
    const present: Place[] = [];
    const gone: string[] = [];
    let since = token ?? "";
    for (let part = 0; part < MOST_PARTS; part += 1) {
      const answered = parsed(
        await syncCollection({
          url: this.#base.href,
          props: { "d:getetag": {} },
          syncLevel: 1,
          syncToken: since,
          headers: { ...this.#headers, depth: "0" },
          fetch: this.#fetch,
        }),
      );
      const [first] = answered;
      const next = syncToken.safeParse(first?.raw);
      if (!next.success) return refusedToken(first, token);
      since = String(next.data.multistatus.syncToken);
      for (const response of answered) this.#sort(response, present, gone);
      if (!answered.some(({ status }) => status === 507))
        return { isWhole: token === null, token: since, present, gone };
    }
    throw new AscendiaError("invalid", "The calendar has more events than can be read.");
  }

  async fetchAll(resources: readonly string[]): Promise<readonly Text[]> {
    const answered = parsed(
      // Not calendarMultiGet, which throws if the only requested event is gone.
      await davRequest({
        url: this.#base.href,
        init: {
          method: "REPORT",
          namespace: "c",
          headers: { ...this.#headers, depth: "1" },
          body: {
            "calendar-multiget": {
              _attributes: { "xmlns:c": "urn:ietf:params:xml:ns:caldav", "xmlns:d": "DAV:" },
              "d:prop": { "d:getetag": {}, "c:calendar-data": {} },
              "d:href": resources,
            },
          },
        },
        fetch: this.#fetch,
      }),
    );
    return answered.flatMap(({ href, props, status, ok }) => {
      if (href === undefined || props?.calendarData === undefined) {
        // Deleted since it was listed: the next reading reports that.
        if (status === 404 || (ok && href !== undefined)) return [];
        throw refusal(status);
      }
      const { getetag = "", calendarData } = props;
      return [{ resource: this.#nameOf(href), etag: String(getetag), text: String(calendarData) }];
    });
  }

  /** undefined: the event does not exist. */
  async get(resource: string): Promise<Text | undefined> {
    const answer = await this.#ask(this.#at(resource), { headers: { ...this.#headers, ...UNCOMPRESSED } });
    if (answer.status === 404 || answer.status === 410) return undefined;
    if (answer.status !== 200) throw refusal(answer.status);
    const etag = answer.headers.get("etag") ?? (await this.#etagOf(resource));
    return etag === undefined ? undefined : { resource, etag, text: answer.text };
  }

  async put(resource: string, body: string, condition: Readonly<Record<string, string>>): Promise<Written> {
    const type = { "content-type": "text/calendar; charset=utf-8" };
    const headers = { ...this.#headers, ...UNCOMPRESSED, ...condition, ...type };
    const { status, headers: answered } = await this.#ask(this.#at(resource), { method: "PUT", headers, body });
    // When creating an event, 404 means that the calendar itself is gone.
    if (status === 412 || (status === 404 && "if-match" in condition)) return { kind: "differs" };
    if (status < 200 || status > 299) throw refusal(status);
    // A server that stores the event differently returns no ETag (RFC 4791 5.3.4).
    const etag = answered.get("etag") ?? (await this.#etagOf(resource));
    return etag === undefined ? { kind: "differs" } : { kind: "written", resource, etag };
  }

  async remove(resource: string, etag: string): Promise<"removed" | "differs"> {
    const headers = { ...this.#headers, "if-match": etag };
    const { status } = await this.#ask(this.#at(resource), { method: "DELETE", headers });
    if (status === 404 || status === 410 || (status >= 200 && status < 300)) return "removed";
    if (status === 412) return (await this.get(resource)) === undefined ? "removed" : "differs";
    throw refusal(status);
  }

  async #etagOf(resource: string): Promise<string | undefined> {
    const url = this.#at(resource);
    const props = { "d:getetag": {} };
    const found = await propfind({ url, props, depth: "0", headers: { ...this.#headers }, fetch: this.#fetch });
    const etag = parsed(found)[0]?.props?.getetag;
    return etag === undefined ? undefined : String(etag);
  }

  /** Resolves a path named by the server. It must stay on the calendar's host: no other may get the credentials. */
  #at(resource: string): string {
    const url = new URL(resource, this.#base);
    if (url.origin === this.#base.origin) return url.href;
    throw new AscendiaError("invalid", "The calendar lists events on another host.");
  }

  /** The calendar's own path ends in a slash; events' paths do not. */
  #sort({ href, status, props }: DavResponse, present: Place[], gone: string[]): void {
    if (href === undefined || href.endsWith("/")) return;
    const resource = this.#nameOf(href);
    if (status === 404 || status === 410) gone.push(resource);
    else if (props?.getetag !== undefined) present.push({ resource, etag: String(props.getetag) });
  }

  readonly #fetch: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const { method = "GET", headers = {}, body } = init ?? {};
    const sent = typeof body === "string" ? { method, headers, body } : { method, headers };
    const answer = await this.#ask(url, sent);
    const hasBody = answer.text !== "" && answer.status >= 200 && answer.status !== 204;
    return new Response(hasBody ? answer.text : null, { status: answer.status, headers: answer.headers });
  };
}

const EXPIRED: ReadonlySet<number> = new Set([403, 409, 410, 412]);
/** Statuses of a web page, or of a server without CalDAV. */
const NOT_CALDAV: ReadonlySet<number> = new Set([200, 207, 400, 405, 415, 501]);

/** @returns undefined if it was the token that the server refused */
function refusedToken({ status }: Pick<DavResponse, "status"> = { status: 500 }, token: string | null): undefined {
  if (token !== null && EXPIRED.has(status)) return undefined;
  throw NOT_CALDAV.has(status) ? notCaldav() : refusal(status);
}

function encodedOnce(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

function notCaldav(): AscendiaError {
  return new AscendiaError("invalid", "This is not the address of a CalDAV calendar with sync tokens (RFC 6578).", {
    hint: "Use the address of the calendar itself, not of the account. It often ends in the calendar's name and a slash.",
  });
}
