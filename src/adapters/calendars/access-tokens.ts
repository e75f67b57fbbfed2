import { jsonOf } from "../../json.ts";
import { DAY_MS, MINUTE_MS } from "../../clock.ts";
import { SignJWT, importPKCS8 } from "jose";
import { z } from "zod";
import type { CalendarGrant, ServiceAccount, SignIn } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type CalendarFetch, refusal } from "./calendar-fetch.ts";

/** An access token is replaced this long before it expires. */
const EARLY_MS = MINUTE_MS;
const USUAL_SECONDS = 3600;
/** A refresh token lives for months after its last renewal, so storing it every hour is unnecessary. */
const RENEW_AFTER_MS = DAY_MS;

const answer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(USUAL_SECONDS),
  refresh_token: z.string().min(1).optional(),
});
const failure = z.object({ error: z.string() });

interface Held {
  readonly token: string;
  readonly until: number;
}

/** Stores a grant after its refresh token was replaced. */
export type KeepGrant = (grant: CalendarGrant) => Promise<void>;

interface Asking {
  readonly ask: CalendarFetch;
  readonly keep?: KeepGrant | undefined;
}

/** Access tokens by grant, reused for as long as they are valid. */
export class AccessTokens {
  readonly #held = new Map<string, Promise<Held>>();

  async of(grant: CalendarGrant, asking: Asking): Promise<string> {
    const name = nameOf(grant);
    const held = await this.#held.get(name);
    if (held !== undefined && Date.now() < held.until) return held.token;
    const asked = issue(grant, asking);
    this.#held.set(name, asked);
    try {
      return (await asked).token;
    } catch (error) {
      this.#held.delete(name);
      throw error;
    }
  }

  /** For a token that the server refused before it expired. */
  forget(grant: CalendarGrant): void {
    this.#held.delete(nameOf(grant));
  }
}

function nameOf(grant: CalendarGrant): string {
  const { tokenUrl, scope } = grant;
  const whose =
    grant.kind === "sign_in"
      ? [grant.clientId, grant.refreshToken]
      : [grant.email, grant.keyId ?? "", grant.actsFor ?? ""];
  return JSON.stringify([tokenUrl, scope, ...whose]);
}

async function issue(grant: CalendarGrant, { ask, keep }: Asking): Promise<Held> {
  const now = Date.now();
  const form = grant.kind === "sign_in" ? refreshForm(grant) : await assertionForm(grant, now);
  const { status, text } = await ask(grant.tokenUrl, { method: "POST", body: new URLSearchParams(form) });
  const parsed = answer.safeParse(jsonOf(text));
  if (status !== 200 || !parsed.success) throw tokenRefused(status, text);
  const { access_token: token, expires_in: seconds, refresh_token: renewed } = parsed.data;
  if (grant.kind === "sign_in" && renewed !== undefined && renewed !== grant.refreshToken) {
    if (now - grant.keptAt > RENEW_AFTER_MS) await keep?.({ ...grant, refreshToken: renewed, keptAt: now });
  }
  return { token, until: now + seconds * 1000 - EARLY_MS };
}

function refreshForm({ clientId, clientSecret, refreshToken, scope }: SignIn): Record<string, string> {
  const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };
  return { grant_type: "refresh_token", client_id: clientId, ...secret, refresh_token: refreshToken, scope };
}

async function assertionForm(account: ServiceAccount, now: number): Promise<Record<string, string>> {
  const { tokenUrl, scope, email, keyId, actsFor } = account;
  const seconds = Math.floor(now / 1000);
  const header = { alg: "RS256", typ: "JWT", ...(keyId === undefined ? {} : { kid: keyId }) };
  const claims = new SignJWT({ scope, ...(actsFor === undefined ? {} : { sub: actsFor }) })
    .setProtectedHeader(header)
    .setIssuer(email)
    .setAudience(tokenUrl)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + USUAL_SECONDS);
  const assertion = await claims.sign(await privateKey(account));
  return { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
}

async function privateKey({ key }: ServiceAccount) {
  try {
    return await importPKCS8(key, "RS256");
  } catch (error) {
    throw new AscendiaError("invalid", "The private key of the service account cannot be read.", {
      hint: "Download a new JSON key of the service account and connect the calendar again.",
      cause: error,
    });
  }
}

const WITHDRAWN: ReadonlySet<string> = new Set(["invalid_grant", "interaction_required", "consent_required"]);

function tokenRefused(status: number, text: string): AscendiaError {
  const { error = "" } = failure.safeParse(jsonOf(text)).data ?? {};
  if (status >= 500 || error === "") return refusal(status === 200 ? 502 : status);
  const why = WITHDRAWN.has(error) ? "the permission was withdrawn, or has expired" : "the sign-in was refused";
  return new AscendiaError("transient", `The calendar was not reached: ${why} (${error.slice(0, 60)}).`, {
    hint: "Disconnect the calendar and connect it again.",
  });
}
