import { type Command, Option } from "commander";
import { portOf } from "./arguments.ts";
import type { Context, SandboxManner } from "./context.ts";

interface SandboxFlags {
  readonly port: number;
  readonly host: string;
  readonly faults?: string;
  readonly players?: string;
  readonly unknownKeys: SandboxManner["unknownFields"];
  readonly voices: "known" | "any";
  readonly rules: "all" | "shapes";
  readonly asOf: SandboxManner["asOf"];
  readonly calendars?: boolean;
}

const usualPort = 8788;

export function configure(command: Command, context: Context): void {
  command
    .description("run the local emulator of Retell's API until Ctrl-C; it stores its data in the state folder")
    .option("--port <port>", "port to listen on; 0 picks a free one", portOf, usualPort)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--faults <file>", "YAML or JSON of faults to inject")
    .option("--players <file>", "YAML or JSON of who answers when a number is called, and what they say")
    .addOption(
      new Option("--unknown-keys <manner>", "how to treat unknown keys and listed values")
        .choices(["refuse", "keep", "drop"])
        .default("refuse"),
    )
    .addOption(
      new Option("--voices <which>", "known: the sandbox's own voices only; any: every voice id")
        .choices(["known", "any"])
        .default("known"),
    )
    .addOption(
      new Option("--rules <which>", "shapes: skip the rules that Retell's specification states only in prose")
        .choices(["all", "shapes"])
        .default("all"),
    )
    .addOption(
      new Option("--as-of <month>", "emulate Retell's API as of this month")
        .choices(["2026-06", "2026-10", "2027-02"])
        .default("2026-10"),
    )
    .option("--calendars", "emulate Google Calendar and Microsoft Graph instead; their data is discarded at the end")
    .action((flags: SandboxFlags) => (flags.calendars === true ? runCalendars(flags, context) : run(flags, context)));
}

async function runCalendars({ port, host }: SandboxFlags, context: Context): Promise<void> {
  const sandbox = await context.startCalendarSandbox({ port, host });
  try {
    const { url, environment } = sandbox;
    context.output.result({ url, environment }, () =>
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}`)
        .join("\n"),
    );
    context.output.note("The sandbox of calendars is running. Press Ctrl-C to stop.");
    await context.untilStopped();
  } finally {
    await sandbox.close();
  }
}

async function run({ port, host, faults, players, ...manner }: SandboxFlags, context: Context): Promise<void> {
  const sandbox = await context.startSandbox({
    port,
    host,
    options: {
      unknownFields: manner.unknownKeys,
      unknownVoices: manner.voices === "any" ? "accept" : "refuse",
      wordedRules: manner.rules === "shapes" ? "leave_out" : "apply",
      asOf: manner.asOf,
    },
    ...(faults === undefined ? {} : { faultFile: faults }),
    ...(players === undefined ? {} : { playerFile: players }),
  });
  try {
    context.output.result({ url: sandbox.url, api_key: sandbox.apiKey }, ({ url, api_key: key }) =>
      [`RETELL_BASE_URL=${url}`, `RETELL_API_KEY=${key}`].join("\n"),
    );
    context.output.note("The sandbox is running. Press Ctrl-C to stop.");
    await context.untilStopped();
  } finally {
    await sandbox.close();
  }
}
