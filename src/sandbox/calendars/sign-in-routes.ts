import type { Context, Hono } from "hono";
import type { Accounts, Service } from "./accounts.ts";

/** Device and token endpoints of both services, and the pages where a person enters the code. */
export function addSignInRoutes(app: Hono, accounts: Accounts): void {
  app.post("/google/oauth/device/code", async (c) => {
    const form = await formOf(c);
    if (!form.has("client_id")) return c.json({ error: "invalid_client" }, 401);
    if (!(form.get("scope") ?? "").includes("auth/calendar")) return c.json({ error: "invalid_scope" }, 400);
    return c.json(deviceJson(accounts.begin("google"), "verification_url", pageOf(c, "google")));
  });
  app.post("/google/oauth/token", async (c) => {
    const form = await formOf(c);
    const answer = form.get("grant_type")?.endsWith(":jwt-bearer")
      ? await accounts.assert(form.get("assertion") ?? "", googleTokenUrl(c))
      : granted(form, "google", accounts);
    return tokenAnswer(c, answer, answer === "authorization_pending" ? 428 : 400);
  });
  app.post("/microsoft/:tenant/oauth2/v2.0/devicecode", async (c) => {
    const form = await formOf(c);
    if (!form.has("client_id")) return c.json({ error: "invalid_request" }, 400);
    return c.json(deviceJson(accounts.begin("microsoft"), "verification_uri", pageOf(c, "microsoft")));
  });
  app.post("/microsoft/:tenant/oauth2/v2.0/token", async (c) =>
    tokenAnswer(c, granted(await formOf(c), "microsoft", accounts), 400),
  );
  app.get("/:service{google|microsoft}/device", (c) => c.html(page("Enter the code that the program shows.")));
  app.post("/:service{google|microsoft}/device", async (c) => {
    const form = await formOf(c);
    const state = form.get("answer") === "deny" ? "denied" : "approved";
    if (!accounts.answer(form.get("user_code") ?? "", state))
      return c.html(page("No program waits for that code."), 404);
    return c.html(page(state === "approved" ? "You are signed in." : "Permission was refused."));
  });
}

async function formOf(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}

export function googleTokenUrl(c: Context): string {
  return `${new URL(c.req.url).origin}/google/oauth/token`;
}

function pageOf(c: Context, service: Service): string {
  return `${new URL(c.req.url).origin}/${service}/device`;
}

function deviceJson(device: ReturnType<Accounts["begin"]>, addressName: string, address: string) {
  return {
    device_code: device.deviceCode,
    user_code: device.userCode,
    [addressName]: address,
    expires_in: device.seconds,
    interval: device.interval,
  };
}

function granted(form: URLSearchParams, service: Service, accounts: Accounts) {
  if (form.get("grant_type") === "refresh_token") return accounts.refresh(form.get("refresh_token") ?? "", service);
  return accounts.poll(form.get("device_code") ?? "", service);
}

interface Tokens {
  readonly access: string;
  readonly seconds: number;
  readonly refresh?: string;
}

function tokenAnswer(c: Context, answer: string | Tokens, refused: 400 | 428): Response {
  if (typeof answer === "string") return c.json({ error: answer }, refused);
  const { access, seconds, refresh } = answer;
  const renewed = refresh === undefined ? {} : { refresh_token: refresh };
  return c.json({ token_type: "Bearer", access_token: access, expires_in: seconds, ...renewed });
}

function page(text: string): string {
  return `<!doctype html><title>Sandbox</title><p>${text}</p><form method="post"><input name="user_code" aria-label="Code"><button name="answer" value="allow">Allow</button><button name="answer" value="deny">Deny</button></form>`;
}
