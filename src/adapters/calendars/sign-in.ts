import { z } from "zod";
import type { SignIn, SignInPlace, SignInStep } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { jsonOf } from "../../json.ts";
import { type CalendarFetch, refusal } from "./calendar-fetch.ts";

export interface SignInPorts {
  readonly ask: CalendarFetch;
  readonly show: (step: SignInStep) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly clock: { now(): number };
}

const MOST_SECONDS = 1800;

const started = z
  .object({
    device_code: z.string().min(1),
    user_code: z.string().min(1),
    /** Google's name for the next field. */
    verification_url: z.string().optional(),
    verification_uri: z.string().optional(),
    expires_in: z.coerce.number().positive(),
    interval: z.coerce.number().nonnegative().default(5),
  })
  .transform(({ verification_url: url, verification_uri: uri, ...others }) => ({ ...others, address: uri ?? url }));
const granted = z.object({ access_token: z.string(), refresh_token: z.string().min(1) });
const failure = z.object({ error: z.string() });

/** Waits until the person has signed in (RFC 8628). @throws unauthorized, transient, not_configured */
export async function signIn(place: SignInPlace, { ask, show, wait, clock }: SignInPorts): Promise<SignIn> {
  const { tokenUrl, scope, clientId, clientSecret } = place;
  const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };
  const begun = await post(place.deviceUrl, { client_id: clientId, scope }, ask);
  const { data: device } = started.safeParse(begun.body);
  if (begun.status !== 200 || device?.address === undefined) throw notStarted(begun);
  show({ address: device.address, code: device.user_code });
  const until = clock.now() + Math.min(device.expires_in, MOST_SECONDS) * 1000;
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    client_id: clientId,
    ...secret,
    device_code: device.device_code,
  };
  let seconds = device.interval;
  while (clock.now() < until) {
    await wait(seconds * 1000);
    const answer = await post(tokenUrl, form, ask);
    const refreshToken = refreshTokenIn(answer);
    if (refreshToken !== undefined) {
      return { kind: "sign_in", tokenUrl, scope, clientId, clientSecret, refreshToken, keptAt: clock.now() };
    }
    seconds += pauseAfter(answer);
  }
  throw notGranted("expired_token", 400);
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function refreshTokenIn({ status, body }: Answer): string | undefined {
  return status === 200 ? granted.safeParse(body).data?.refresh_token : undefined;
}

/** By how many seconds to extend the polling interval. @throws if polling is pointless */
function pauseAfter({ status, body }: Answer): number {
  const error = status === 200 ? "no refresh token" : (failure.safeParse(body).data?.error ?? "");
  if (error === "slow_down") return 5;
  if (error === "authorization_pending") return 0;
  throw notGranted(error, status);
}

async function post(url: string, form: Readonly<Record<string, string>>, ask: CalendarFetch): Promise<Answer> {
  const { status, text } = await ask(url, { method: "POST", body: new URLSearchParams(form) });
  return { status, body: jsonOf(text) };
}

function notStarted({ status, body }: Answer): AscendiaError {
  const { error } = failure.safeParse(body).data ?? {};
  if (error === undefined) return refusal(status);
  return new AscendiaError("not_configured", `The sign-in was refused (${error.slice(0, 60)}).`, {
    hint: "Check --client-id. At Google it is a client for TVs and limited-input devices; at Microsoft, public client flows are allowed.",
  });
}

const REASONS: Readonly<Record<string, string>> = {
  access_denied: "permission was not given",
  authorization_declined: "permission was not given",
  expired_token: "the code was not entered in time",
  "no refresh token": "the server gave no lasting permission",
};

function notGranted(error: string, status: number): AscendiaError {
  if (error === "") return refusal(status);
  const why = REASONS[error] ?? error.slice(0, 60);
  return new AscendiaError("unauthorized", `No one signed in: ${why}.`, { hint: "Run the command again." });
}
