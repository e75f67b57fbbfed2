import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { serveApp } from "../http/serve-app.ts";
import type { Clock } from "../../clock.ts";
import { Accounts } from "./accounts.ts";
import { Refusals, addControlRoutes } from "./control-routes.ts";
import { GoogleAccount, addGoogleRoutes, googleError } from "./google-routes.ts";
import { GraphAccount, addGraphRoutes, graphError } from "./graph-routes.ts";
import { addSignInRoutes } from "./sign-in-routes.ts";

export interface CalendarSandboxSettings {
  readonly clock: Clock;
  readonly host?: string;
  /** 0: any free port. */
  readonly port?: number;
}

export interface RunningCalendarSandbox {
  readonly url: string;
  /** The environment variables that point ascendia to this sandbox. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Emulates Google Calendar and Microsoft Graph over HTTP until `close`, then forgets everything. */
export async function startCalendarSandbox(settings: CalendarSandboxSettings): Promise<RunningCalendarSandbox> {
  const served = await serveApp(calendarApp(settings.clock), settings.host, settings.port);
  return { ...served, environment: calendarEnvironment(served.url) };
}

function calendarEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    GOOGLE_CALENDAR_BASE_URL: `${url}/google/calendar/v3`,
    GOOGLE_OAUTH_BASE_URL: `${url}/google/oauth`,
    MICROSOFT_GRAPH_BASE_URL: `${url}/microsoft/v1.0`,
    MICROSOFT_LOGIN_BASE_URL: `${url}/microsoft`,
  };
}

function calendarApp(clock: Clock): Hono {
  const app = new Hono();
  const [accounts, refusals] = [new Accounts(clock), new Refusals(clock)];
  const [google, graph] = [new GoogleAccount(), new GraphAccount()];
  addControlRoutes(app, { accounts, refusals, google, graph });
  addSignInRoutes(app, accounts);
  app.use("/google/calendar/*", async (c, next) => {
    const refusal = refusals.next("google", c.req.method);
    if (refusal !== undefined) return googleError(refusal.status, refusal.reason, "Refused.", refusal.headers);
    if (accounts.accepts(c.req.header("authorization"), "google")) return next();
    return googleError(401, "authError", "Invalid Credentials");
  });
  app.use("/microsoft/v1.0/*", async (c, next) => {
    const refusal = refusals.next("microsoft", c.req.method);
    if (refusal !== undefined) return graphError(refusal.status, refusal.reason, "Refused.", refusal.headers);
    if (accounts.accepts(c.req.header("authorization"), "microsoft")) return next();
    return graphError(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.");
  });
  addGoogleRoutes(app, google);
  addGraphRoutes(app, graph);
  app.notFound((c) => c.json({ error: `This sandbox has no ${c.req.method} ${c.req.path}.` }, 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof z.ZodError || error instanceof SyntaxError) return c.json({ error: error.message }, 400);
    throw error;
  });
  return app;
}
