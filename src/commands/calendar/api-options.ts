import { jsonOf } from "../../json.ts";
import type { Command } from "commander";
import { z } from "zod";
import type { CalendarAccess, CalendarGrant, CalendarKind, SignInPlace } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { safeAddress } from "./safe-address.ts";

export interface ApiFlags {
  readonly google?: string;
  readonly microsoft?: string;
  readonly keyFile?: string;
  readonly keyEnv?: string;
  readonly clientId?: string;
  readonly clientSecretEnv?: string;
  readonly tenant?: string;
  readonly user?: string;
  readonly write?: boolean;
}

export function addApiOptions(command: Command): Command {
  return command
    .option("--google <calendar>", "id of a Google calendar, such as awa@example.com; after a sign-in also: primary")
    .option("--key-file <file>", "JSON key of a Google service account that the calendar is shared with")
    .option("--key-env <name>", "environment variable with the path of that file")
    .option("--microsoft <calendar>", "name of a calendar in Microsoft 365 or Outlook.com, or: primary")
    .option(
      "--client-id <id>",
      "without a service account: your app at Google or Microsoft, for a person to sign in to",
    )
    .option("--client-secret-env <name>", "environment variable with the secret that Google gives to that app")
    .option("--tenant <tenant>", "your organization at Microsoft: a domain or an id (default: any account)");
}

/** How the calendar is reached, and the host by which messages name it. */
export interface Way {
  readonly kind: CalendarKind;
  readonly access: CalendarAccess;
  readonly host: string;
}

/** A sign-in on another device allows few scopes; this one has been among them for years (Home Assistant's issue 36811). */
const GOOGLE_SIGN_IN = "https://www.googleapis.com/auth/calendar";
const GOOGLE_READ = "https://www.googleapis.com/auth/calendar.readonly";
const GOOGLE_WRITE = "https://www.googleapis.com/auth/calendar.events";

/** @throws usage, invalid, not_configured, unauthorized */
export async function googleFrom(calendar: string, flags: ApiFlags, context: Context): Promise<Way> {
  const { googleCalendarUrl: base, googleOauthUrl: oauth } = context.config();
  if (calendar.trim() === "") throw noCalendar("--google", "its id: Settings, the calendar, Integrate calendar");
  const keyPath = keyPathOf(flags, context);
  if (keyPath !== undefined && calendar === "primary") {
    throw new AscendiaError(
      "usage",
      "A service account's own calendar is empty, so --google primary connects nothing.",
      {
        hint: "Pass the id of the calendar that is shared with it, such as awa@example.com.",
      },
    );
  }
  const place = { tokenUrl: `${oauth}/token`, deviceUrl: `${oauth}/device/code` };
  const grant =
    keyPath === undefined
      ? await signedIn({ ...place, scope: flags.write === true ? GOOGLE_SIGN_IN : GOOGLE_READ }, flags, context)
      : serviceAccount(await context.readInput(keyPath), keyPath, flags);
  const url = `${base}/calendars/${encodeURIComponent(calendar)}`;
  return { kind: "google", access: { url, grant }, host: new URL(base).host };
}

function keyPathOf({ keyFile, keyEnv }: ApiFlags, context: Context): string | undefined {
  if (keyFile !== undefined && keyEnv !== undefined) {
    throw new AscendiaError("usage", "--key-file and --key-env cannot be combined.", { hint: "Pass one of them." });
  }
  if (keyEnv === undefined) return keyFile;
  const path = context.secret(keyEnv);
  if (path !== undefined && path !== "") return path;
  throw new AscendiaError("not_configured", `The environment variable ${keyEnv} is not set.`, {
    hint: "Set it to the path of the service account's JSON key.",
  });
}

const keyShape = z.object({
  type: z.literal("service_account"),
  client_email: z.string().min(1),
  private_key: z.string().includes("PRIVATE KEY"),
  private_key_id: z.string().optional(),
  token_uri: z.string().refine((uri) => safeAddress(uri) !== undefined),
});

function serviceAccount(text: string, path: string, { user, write }: ApiFlags): CalendarGrant {
  const key = keyShape.safeParse(jsonOf(text)).data;
  if (key === undefined) {
    throw new AscendiaError("invalid", `${path} is not the JSON key of a Google service account.`, {
      hint: "In Google Cloud: IAM, Service accounts, the account, Keys, Add key, JSON.",
    });
  }
  return {
    kind: "service_account",
    tokenUrl: key.token_uri,
    scope: write === true ? GOOGLE_WRITE : GOOGLE_READ,
    email: key.client_email,
    key: key.private_key,
    keyId: key.private_key_id,
    actsFor: user,
  };
}

/** @throws usage, invalid, not_found, unauthorized */
export async function microsoftFrom(calendar: string, flags: ApiFlags, context: Context): Promise<Way> {
  const { microsoftGraphUrl: base, microsoftLoginUrl: login } = context.config();
  const { tenant = "common", write } = flags;
  if (calendar.trim() === "") throw noCalendar("--microsoft", "its name, or primary");
  if (!/^[\w.-]{1,100}$/u.test(tenant)) {
    throw new AscendiaError("usage", "--tenant is not a Microsoft tenant.", {
      hint: "Use your organization's domain, such as example.com, or the tenant id that Microsoft Entra shows.",
    });
  }
  const oauth = `${login}/${tenant}/oauth2/v2.0`;
  const permission = write === true ? "Calendars.ReadWrite" : "Calendars.Read";
  const place = { tokenUrl: `${oauth}/token`, deviceUrl: `${oauth}/devicecode`, scope: `offline_access ${permission}` };
  const grant = await signedIn(place, flags, context);
  const id = await (await context.calendars()).microsoftCalendarId(calendar, { url: base, grant });
  const url = `${base}/me/calendars/${encodeURIComponent(id)}`;
  return { kind: "microsoft", access: { url, grant }, host: new URL(base).host };
}

type Place = Pick<SignInPlace, "tokenUrl" | "deviceUrl" | "scope">;

async function signedIn(place: Place, { clientId, clientSecretEnv }: ApiFlags, context: Context) {
  if (clientId === undefined) {
    throw new AscendiaError("usage", "A person has to sign in to your app: pass --client-id.", {
      hint: "docs/calendars.md says how to register one. For Google, a service account (--key-file) needs no sign-in.",
    });
  }
  const clientSecret = clientSecretEnv === undefined ? undefined : context.secret(clientSecretEnv);
  if (clientSecretEnv !== undefined && (clientSecret === undefined || clientSecret === "")) {
    throw new AscendiaError("not_configured", `The environment variable ${clientSecretEnv} is not set.`, {
      hint: "Set it to the client secret that Google shows for your app.",
    });
  }
  const { signIn } = await context.calendars();
  return signIn({ ...place, clientId, clientSecret }, ({ address, code }) =>
    context.output.note(`Open ${address} and enter the code ${code}. Waiting for the sign-in …`),
  );
}

function noCalendar(option: string, what: string): AscendiaError {
  return new AscendiaError("usage", `${option} names no calendar.`, { hint: `Pass ${what}.` });
}
