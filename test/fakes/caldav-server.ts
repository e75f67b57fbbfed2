import { createHash } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { text as bodyOf } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

/** A calendar in memory that a test may inspect and change, as its owner would. */
export interface FakeCaldav {
  readonly url: string;
  /** The events' texts by path. */
  readonly events: Map<string, string>;
  /** Requests so far, by method. */
  readonly asked: string[];
  /** Returns a status to answer with it instead of serving the request. */
  refuse: (method: string) => number | undefined;
  /** Called right after a request was carried out. */
  after: (method: string) => void;
  put(id: string, text: string): void;
  remove(id: string): void;
  /** Makes every sync token issued so far invalid. */
  forget(): void;
  close(): void;
}

interface Change {
  readonly path: string;
  readonly at: number;
}

/**
 * The parts of CalDAV (RFC 4791, RFC 6578) that ascendia uses: reports, ETags and preconditions. Paths are listed as
 * Radicale and Nextcloud encode them, and compressed answers have another ETag, as behind Apache.
 */
export async function fakeCaldav(user = "awa", password = "geheim"): Promise<FakeCaldav> {
  const folder = `/${user}/work/`;
  const events = new Map<string, string>();
  const changes: Change[] = [];
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const set = (path: string, text: string | undefined): void => {
    if (text === undefined) events.delete(path);
    else events.set(path, text);
    changes.push({ path, at: changes.length + 1 });
  };
  const stored = { events, changes, set, forgotten: 0 };
  const server = createServer((request, response) => {
    void answered(request, response);
  }).listen(0, "127.0.0.1");
  const answered = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const method = request.method ?? "";
    fake.asked.push(method);
    const isOwner = request.headers.authorization === wanted;
    const refused = fake.refuse(method) ?? (isOwner ? undefined : 401);
    const answer = refused === undefined ? answerTo(request, body, stored) : { status: refused };
    response.writeHead(answer.status, answer.headers).end(answer.body);
    if (refused === undefined) fake.after(method);
  };
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const fake: FakeCaldav = {
    url: `http://127.0.0.1:${port}${folder}`,
    events,
    asked: [],
    refuse: () => undefined,
    after: () => undefined,
    put: (id, text) => set(`${folder}${id}.ics`, text),
    remove: (id) => set(`${folder}${id}.ics`, undefined),
    forget: () => {
      stored.forgotten = changes.length + 1;
    },
    close: () => void server.close(),
  };
  return fake;
}

interface Stored {
  readonly events: ReadonlyMap<string, string>;
  readonly changes: readonly Change[];
  /** Tokens of changes before this one are refused. */
  readonly forgotten: number;
  set(path: string, text: string | undefined): void;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

function answerTo(request: IncomingMessage, body: string, stored: Stored): Answer {
  const path = decodeURIComponent(request.url ?? "");
  const { method, headers } = request;
  if (method === "REPORT") return body.includes("calendar-multiget") ? multiget(body, stored) : changed(body, stored);
  if (method === "PUT" || method === "DELETE") return write({ method, path, headers }, body, stored);
  const standing = stored.events.get(path);
  if (standing === undefined) return { status: 404 };
  const isCompressed = String(headers["accept-encoding"]).includes("gzip");
  const etag = isCompressed ? etagOf(standing).replace(/"$/u, '-gzip"') : etagOf(standing);
  const encoding = isCompressed ? { "content-encoding": "gzip" } : {};
  const sent = isCompressed ? gzipSync(standing) : standing;
  return { status: 200, headers: { etag, "content-type": "text/calendar", ...encoding }, body: sent };
}

interface Write extends Pick<IncomingMessage, "headers"> {
  readonly method: string;
  readonly path: string;
}

function write({ method, path, headers }: Write, body: string, stored: Stored): Answer {
  const standing = stored.events.get(path);
  const { "if-match": match, "if-none-match": none } = headers;
  const isRefused = none === "*" ? standing !== undefined : match !== undefined && match !== etagOf(standing ?? "");
  if (isRefused) return { status: 412 };
  if (method === "DELETE" && standing === undefined) return { status: 404 };
  stored.set(path, method === "PUT" ? body : undefined);
  return method === "PUT" ? { status: 201, headers: { etag: etagOf(body) } } : { status: 204 };
}

function changed(body: string, { events, changes, forgotten }: Stored): Answer {
  const [, token = ""] = /sync-token>([^<]*)</u.exec(body) ?? [];
  const since = token === "" ? 0 : Number(token.split("/").at(-1));
  if (since > changes.length || (token !== "" && since < forgotten))
    return { status: 403, headers: XML, body: '<error xmlns="DAV:"><valid-sync-token/></error>' };
  const paths = token === "" ? [...events.keys()] : changes.filter(({ at }) => at > since).map(({ path }) => path);
  const responses = [...new Set(paths)].map((path) => {
    const standing = events.get(path);
    if (standing === undefined)
      return `<response><href>${hrefOf(path)}</href><status>HTTP/1.1 404 Not Found</status></response>`;
    return responseOf(path, `<getetag>${etagOf(standing)}</getetag>`);
  });
  return multistatus([...responses, `<sync-token>http://test/sync/${changes.length}</sync-token>`]);
}

function multiget(body: string, { events }: Stored): Answer {
  const paths = [...body.matchAll(/<d:href>([^<]*)</gu)].flatMap(([, path]) =>
    path === undefined ? [] : [decodeURIComponent(path)],
  );
  return multistatus(
    paths.map((path) => {
      const standing = events.get(path);
      if (standing === undefined)
        return `<response><href>${hrefOf(path)}</href><status>HTTP/1.1 404 Not Found</status></response>`;
      const data = `<C:calendar-data>${standing.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</C:calendar-data>`;
      return responseOf(path, `<getetag>${etagOf(standing)}</getetag>${data}`);
    }),
  );
}

function hrefOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

const XML = { "content-type": "application/xml; charset=utf-8" };

function multistatus(parts: readonly string[]): Answer {
  const open = '<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">';
  return { status: 207, headers: XML, body: `${open}${parts.join("")}</multistatus>` };
}

function responseOf(path: string, props: string): string {
  return `<response><href>${hrefOf(path)}</href><propstat><prop>${props}</prop><status>HTTP/1.1 200 OK</status></propstat></response>`;
}

function etagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("hex").slice(0, 16)}"`;
}
