import dns from "node:dns";
import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, it, onTestFinished, vi } from "vitest";
import { calendarFetch } from "../../../src/adapters/calendars/calendar-fetch.ts";
import { calendarOpener } from "../../../src/adapters/calendars/open-calendar.ts";
import { RateLimitError } from "../../../src/errors.ts";

const FEED = [
  "BEGIN:VCALENDAR",
  "BEGIN:VEVENT",
  "UID:one",
  "DTSTART:20270301T090000Z",
  "DTEND:20270301T100000Z",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");
const span = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) };

/** A server, and the requests that it received. */
async function serving(answer: RequestListener) {
  const asked: { readonly method: string; readonly authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? "", authorization: request.headers.authorization });
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { asked, url: `http://127.0.0.1:${port}/feed` };
}

async function read(url: string, patienceMs = 60_000) {
  const server = await calendarOpener()("ics", { url }, { patienceMs });
  return server.changes({ token: null, span, zone: "Europe/Paris", known: new Map() });
}

it("follows a feed to another server", async () => {
  const home = await serving((_request, response) => response.end(FEED));
  const moved = await serving((_request, response) => response.writeHead(302, { location: home.url }).end());
  expect((await read(moved.url)).events).toMatchObject([{ busy: [{}] }]);
});

it.each([
  "http://10.0.0.7/feed",
  "https://169.254.169.254/latest/meta-data/",
  "https://[fd00::1]/feed",
  "https://router.lan/feed",
  "https://0x0a000007/feed",
  "http://calendar.example.com/feed",
  "file:///etc/passwd",
  "ftp://127.0.0.1/feed",
])("does not follow to %s", async (location) => {
  const { url } = await serving((_request, response) => response.writeHead(301, { location }).end());
  await expect(read(url)).rejects.toThrow("its server redirects to");
});

it("does not follow a redirect to another host with a password, or with a body", async () => {
  const other = await serving((_request, response) => response.end("stolen"));
  const { url, asked } = await serving((request, response) => {
    const isMoved = request.url === "/feed/";
    if (isMoved) return response.writeHead(201, { etag: '"1"' }).end();
    return response.writeHead(307, { location: request.url === "/feed" ? "/feed/" : other.url }).end();
  });
  const ask = calendarFetch(2000);
  const written = { method: "PUT", body: "Awa Exemple", headers: { authorization: "Basic geheim" } };
  expect((await ask(url, written)).status).toBe(201);
  expect(asked.map(({ method }) => method)).toEqual(["PUT", "PUT"]);
  await expect(ask(`${url}/away`, written)).rejects.toThrow("its server redirects to 127.0.0.1");
  await expect(ask(`${url}/away`, { headers: written.headers })).rejects.toThrow("its server redirects to");
  await expect(ask(`${url}/away`, { method: "PUT", body: "Awa Exemple" })).rejects.toThrow("its server redirects to");
  expect(other.asked).toEqual([]);
});

it("ends when redirects form a loop", async () => {
  const { url, asked } = await serving((_request, response) => response.writeHead(302, { location: "/feed" }).end());
  await expect(read(url)).rejects.toThrow("redirect to each other");
  expect(asked.length).toBeLessThan(10);
});

it.each([
  ["seconds", "120", 120_000],
  ["a date", new Date(Date.UTC(2027, 0, 1, 12, 5)).toUTCString(), 300_000],
  ["a date that is over", new Date(Date.UTC(2026, 0, 1)).toUTCString(), 1000],
  ["a week", "604800", 3_600_000],
  ["nothing readable", "soon", 60_000],
])("waits for as long as Retry-After says: %s", async (_what, header, retryAfterMs) => {
  vi.useFakeTimers({ now: Date.UTC(2027, 0, 1, 12), toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  for (const status of [429, 503]) {
    const { url } = await serving((_request, response) => response.writeHead(status, { "retry-after": header }).end());
    const failure: unknown = await read(url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toMatchObject({ retryAfterMs });
  }
});

it.each([
  [401, "does not accept these credentials"],
  [403, "does not accept these credentials"],
  [404, "no longer a calendar"],
  [410, "no longer a calendar"],
  [412, "it was refused"],
  [500, "has a problem"],
])("explains HTTP %i", async (status, why) => {
  const { url } = await serving((_request, response) => response.writeHead(status).end());
  await expect(read(url)).rejects.toThrow(why);
});

it("reads a compressed body, but none that is truncated, slow, endless or expands too much", async () => {
  const gzip = { "content-encoding": "gzip" };
  const packed = await serving((_request, response) => response.writeHead(200, gzip).end(gzipSync(FEED)));
  expect((await read(packed.url)).events).toMatchObject([{ busy: [{}] }]);
  const cut = await serving((_request, response) => {
    response.writeHead(200, { "content-length": FEED.length }).write(FEED.slice(0, 60));
    setTimeout(() => response.destroy(), 20);
  });
  await expect(read(cut.url)).rejects.toThrow("its server cannot be reached");
  const unfinished = await serving((_request, response) => response.end(FEED.replace("END:VCALENDAR", "")));
  await expect(read(unfinished.url)).rejects.toThrow("ends too early");
  const slow = await serving((_request, response) => void response.writeHead(200).write(FEED.slice(0, 60)));
  await expect(read(slow.url, 200)).rejects.toThrow("did not answer within 0.2 s");
  const bomb = await serving((_request, response) =>
    response.writeHead(200, gzip).end(gzipSync(Buffer.alloc(22 * 1024 * 1024))),
  );
  await expect(read(bomb.url)).rejects.toThrow("more than 20 MB");
});

/** Makes this process's resolver return these addresses for a name. */
function leading(name: string, addresses: readonly string[]): void {
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const resolver = vi.spyOn(dns, "lookup").mockImplementation((hostname: string, ...others: readonly unknown[]) => {
    expect(hostname).toBe(name);
    const done = others.at(-1);
    if (typeof done === "function") void Reflect.apply(done, undefined, [null, found]);
  });
  onTestFinished(() => resolver.mockRestore());
}

it.each([
  ["127.0.0.1"],
  ["::1"],
  ["169.254.169.254"],
  ["fe80::1"],
  ["::ffff:169.254.169.254"],
  ["::ffff:127.0.0.1"],
  ["100.100.100.200"],
  ["0.0.0.0"],
  // One such address among several is enough: we do not choose which one is connected to.
  ["203.0.113.9", "127.0.0.1"],
])("connects to no public name that leads to %s", async (...addresses) => {
  const home = await serving((_request, response) => response.end(FEED));
  leading("calendar.clinique-exemple.bj", addresses);
  const { port } = new URL(home.url);
  await expect(read(`http://calendar.clinique-exemple.bj:${port}/feed`)).rejects.toThrow(
    "points to an address of this",
  );
  expect(home.asked).toEqual([]);
});

it.each(["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://0.0.0.0:1/"])(
  "asks no machine for its own secrets: %s",
  async (url) => {
    await expect(read(url)).rejects.toThrow("points to an address of this");
  },
);

it("reads a feed in its owner's network, at the address that its name resolved to", async () => {
  const home = await serving((_request, response) => response.end(FEED));
  const { port } = new URL(home.url);
  leading("agenda.local", ["127.0.0.1"]);
  expect((await read(`http://agenda.local:${port}/feed`)).events).toMatchObject([{ busy: [{}] }]);
});

it("sends a form as a form, and reads only web addresses", async () => {
  const types: (string | undefined)[] = [];
  const { url } = await serving((request, response) => {
    types.push(request.headers["content-type"]);
    response.end();
  });
  await calendarFetch(2000)(url, { method: "POST", body: new URLSearchParams({ grant: "é" }) });
  expect(types).toEqual(["application/x-www-form-urlencoded;charset=UTF-8"]);
  await expect(read("file:///etc/passwd")).rejects.toThrow("not a web address");
});
