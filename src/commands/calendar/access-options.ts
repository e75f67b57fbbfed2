import type { Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { type ApiFlags, type Way, addApiOptions, googleFrom, microsoftFrom } from "./api-options.ts";
import { safeAddress } from "./safe-address.ts";

export interface AccessFlags extends ApiFlags {
  readonly ics?: string;
  readonly icsEnv?: string;
  readonly caldav?: string;
  readonly passwordEnv?: string;
  readonly passwordFile?: string;
}

export function addAccessOptions(command: Command): Command {
  return addApiOptions(command)
    .option("--ics <address>", "https address of the calendar's iCalendar feed, which is a secret")
    .option("--ics-env <name>", "the same, from this environment variable")
    .option("--caldav <address>", "https address of a calendar on a CalDAV server (Nextcloud, iCloud, Fastmail)")
    .option("--user <name>", "user name at the CalDAV server; with a service account, the user it acts for")
    .option(
      "--password-env <name>",
      "environment variable with the password there, preferably one for this program only",
    )
    .option("--password-file <file>", "file with that password (- for standard input)");
}

/** @throws usage, invalid */
export async function accessFrom(flags: AccessFlags, context: Context): Promise<Way> {
  const { ics, icsEnv, caldav, google, microsoft } = flags;
  if ([ics, icsEnv, caldav, google, microsoft].filter((way) => way !== undefined).length !== 1) {
    throw new AscendiaError("usage", "Pass exactly one of --ics, --ics-env, --caldav, --google or --microsoft.", {
      hint: "docs/calendars.md says how to connect each kind of calendar.",
    });
  }
  if (google !== undefined) return googleFrom(google, flags, context);
  if (microsoft !== undefined) return microsoftFrom(microsoft, flags, context);
  if (flags.caldav !== undefined) return caldavFrom(flags.caldav, flags, context);
  const text = flags.icsEnv === undefined ? (flags.ics ?? "") : (context.secret(flags.icsEnv) ?? "");
  const address = safeAddress(text.replace(/^\s*webcals?:/iu, "https:"));
  if (address === undefined) {
    throw new AscendiaError("invalid", `${flags.icsEnv ?? "--ics"} is not the https address of a calendar.`, {
      hint: "Copy the address of the iCalendar feed; it starts with https:// or webcal:// and often ends in .ics.",
    });
  }
  return { kind: "ics", access: { url: address.href }, host: address.host };
}

async function caldavFrom(url: string, flags: AccessFlags, context: Context): Promise<Way> {
  const address = safeAddress(url);
  if (address === undefined) {
    throw new AscendiaError("invalid", "--caldav is not the https address of a calendar.", {
      hint: "Use the address of the calendar itself, such as https://cloud.example.com/remote.php/dav/calendars/awa/personal/",
    });
  }
  if (address.username !== "" || address.password !== "") {
    throw new AscendiaError("usage", "The --caldav address contains a user name or password.", {
      hint: "Pass them as --user and --password-env.",
    });
  }
  const password = await passwordFrom(flags, context);
  const { user } = flags;
  if (user === undefined || password === undefined) {
    throw new AscendiaError("usage", "--caldav needs --user, and one of --password-env or --password-file.", {
      hint: "If the server offers app passwords, create one for this program only.",
    });
  }
  return { kind: "caldav", access: { url: address.href, user, password }, host: address.host };
}

async function passwordFrom(flags: AccessFlags, context: Context): Promise<string | undefined> {
  const { passwordEnv, passwordFile } = flags;
  if (passwordEnv !== undefined && passwordFile !== undefined) return undefined;
  if (passwordFile !== undefined) return (await context.readInput(passwordFile)).replace(/\r?\n$/u, "");
  if (passwordEnv === undefined) return undefined;
  const password = context.secret(passwordEnv);
  if (password !== undefined && password !== "") return password;
  throw new AscendiaError("not_configured", `The environment variable ${passwordEnv} is not set.`, {
    hint: "Set it to the password of the calendar's server.",
  });
}
