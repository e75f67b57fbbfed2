import { onTestFinished } from "vitest";
import { z } from "zod";
import { startCalendarSandbox } from "../../src/sandbox/calendars/start-calendar-sandbox.ts";

const tokens = z.object({ google: z.string(), microsoft: z.string() });

/** Google Calendar and Microsoft Graph as the sandbox emulates them, with the actions of the calendars' owner. */
export async function calendarSandbox(clock = { now: () => Date.now() }) {
  const sandbox = await startCalendarSandbox({ clock });
  onTestFinished(() => sandbox.close());
  const control = (method: string, path: string, body?: unknown) =>
    asked(`${sandbox.url}/_sandbox/${path}`, { method, body });
  const given = tokens.parse(await control("POST", "tokens"));
  const of = (service: "google" | "microsoft", base: string) => (method: string, path: string, body?: unknown) =>
    asked(`${base}${path}`, { method, body, token: given[service] });
  const { GOOGLE_CALENDAR_BASE_URL: google = "", MICROSOFT_GRAPH_BASE_URL: graph = "" } = sandbox.environment;
  const { value } = z
    .object({ value: z.array(z.object({ id: z.string() })) })
    .parse(await of("microsoft", graph)("GET", "/me/calendars"));
  const graphUrl = `${graph}/me/calendars/${encodeURIComponent(value[0]?.id ?? "")}`;
  return {
    ...sandbox,
    control,
    googleUrl: `${google}/calendars/awa%40example.com`,
    graphUrl,
    google: of("google", `${google}/calendars/primary/events`),
    graph: of("microsoft", graphUrl),
  };
}

interface Asking {
  readonly method: string;
  readonly body?: unknown;
  readonly token?: string;
}

async function asked(url: string, { method, body, token }: Asking): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: HTTP ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
