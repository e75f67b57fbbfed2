import { type DatabasePlace, asDatabase, placed } from "./config-database.ts";
import { asAddresses, asCount, asLimit, asMilliseconds, asPort, asRate, asVoices } from "./config-values.ts";
import { AscendiaError } from "./errors.ts";

/** `sandbox`: no Retell key; everything goes to the local emulator. The two modes never share a database. */
export type Mode = "sandbox" | "live";

export interface Config extends DatabasePlace {
  readonly mode: Mode;
  readonly retellApiKey: string;
  /** The keys that Retell signs with: the one with the webhook badge (docs/retell.md 7.1), or two during a rotation. */
  readonly webhookKeys: readonly string[];
  /** null: the command starts its own sandbox. */
  readonly retellBaseUrl: string | null;
  /** Timeout for Retell's answers; null: the SDK's default (docs/retell.md 12.4). */
  readonly retellTimeoutMs: number | null;
  readonly masterAgentId: string | null;
  /** The bearer token that an older system's outcome reports must carry; null: no reports are accepted. */
  readonly outcomeSecret: string | null;
  /** The agent's template; null: the built-in one. */
  readonly templatePath: string | null;
  /** Folder of the installation's own phrases; null: `phrases` in the working folder, if there is one. */
  readonly phrasesPath: string | null;
  /** Retell's voice for each language, by language code; without an entry, the agent's own voice. */
  readonly voices: Readonly<Record<string, string>>;
  /** Whether the agent reports the transcript while the call is running. */
  readonly liveTranscripts: "yes" | "no";
  /** Scenarios that extend or override the built-in ones; null: none. */
  readonly suitePath: string | null;
  readonly stateFolder: string;
  readonly publicUrl: string | null;
  readonly port: number;
  /** Where people reach the console; null: on this machine. */
  readonly consoleUrl: string | null;
  readonly consolePort: number;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  /** Where alerts are sent. Without any address, they are only listed. */
  readonly alertMails: readonly string[];
  readonly alertUrl: string | null;
  /** The key that signs posts to alertUrl; null: they are not signed. */
  readonly alertSecret: string | null;
  /** A shell command. */
  readonly alertCommand: string | null;
  /** Alert after this many hours without a call, at times when the clinic usually has some. */
  readonly alertSilenceHours: number;
  /** The services of connected calendars; tests and sandboxes use other addresses. */
  readonly googleCalendarUrl: string;
  readonly googleOauthUrl: string;
  readonly microsoftGraphUrl: string;
  readonly microsoftLoginUrl: string;
  readonly openaiBaseUrl: string | null;
  readonly openaiApiKey: string | null;
  readonly model: string | null;
  /** The model of an OpenAI-compatible speech endpoint; null: use espeak-ng. */
  readonly speechModel: string | null;
  /** Limits per call over the socket: questions answered, and language model tokens. */
  readonly callTurns: number;
  readonly callTokens: number;
  /** The memory for clinics' data that `serve` may use, in megabytes. */
  readonly cacheMb: number;
  /** Concurrent outbound calls; null: all lines of the account except the reserve. */
  readonly outboundLines: number | null;
  /** Lines reserved for inbound calls; null: a quarter of the account's. */
  readonly reservedLines: number | null;
  readonly callsPerSecond: number;
  readonly logLevel: LogLevel;
}

interface Variable {
  readonly field: keyof Config;
  /** The description in `ascendia help environment`. */
  readonly purpose: string;
  readonly isSecret?: true;
}

/** Every variable that the program reads; the types allow no other. */
export const VARIABLES = {
  RETELL_API_KEY: {
    field: "retellApiKey",
    purpose: "API key of the Retell account; without it, the sandbox is used",
    isSecret: true,
  },
  RETELL_WEBHOOK_KEYS: {
    field: "webhookKeys",
    purpose: "key that Retell signs with, if not RETELL_API_KEY; two, comma-separated, during a key rotation",
    isSecret: true,
  },
  RETELL_BASE_URL: {
    field: "retellBaseUrl",
    purpose: "alternative address of Retell's API; an address on this machine is a sandbox",
  },
  RETELL_TIMEOUT_MS: { field: "retellTimeoutMs", purpose: "how long to wait for an answer from Retell" },
  RETELL_MASTER_AGENT_ID: {
    field: "masterAgentId",
    purpose: "use this agent instead of the one that agent:create stored",
  },
  ASCENDIA_OUTCOME_SECRET: {
    field: "outcomeSecret",
    purpose: "bearer token of unsigned reports to /api/webhook/call-outcome; without it, all are refused",
    isSecret: true,
  },
  ASCENDIA_TEMPLATE: { field: "templatePath", purpose: "template of the agent (default: the built-in one)" },
  ASCENDIA_PHRASES: {
    field: "phrasesPath",
    purpose: "folder of your own phrases (default: phrases, if there is such a folder)",
  },
  ASCENDIA_VOICES: {
    field: "voices",
    purpose: "voice of each language, such as fr=11labs-Marie,en=11labs-Anna (default: the agent's); see voice:list",
  },
  ASCENDIA_LIVE_TRANSCRIPTS: {
    field: "liveTranscripts",
    purpose: "yes: the agent reports speech live, for call:tail",
  },
  ASCENDIA_SUITE: {
    field: "suitePath",
    purpose: "folder or file of your own scenarios, which extend the built-in ones and override them by name",
  },
  ASCENDIA_DATABASE_URL: {
    field: "databaseName",
    purpose: "database, as sqlite:PATH or postgres://USER@HOST/DATABASE; live and sandbox mode have their own",
  },
  ASCENDIA_PUBLIC_URL: {
    field: "publicUrl",
    purpose: "address at which Retell reaches `ascendia serve`; needed in live mode",
  },
  ASCENDIA_PORT: { field: "port", purpose: "port on which `ascendia serve` listens" },
  ASCENDIA_CONSOLE_URL: {
    field: "consoleUrl",
    purpose: "address at which people reach the console of `ascendia serve --console`; sign-in links begin with it",
  },
  ASCENDIA_CONSOLE_PORT: { field: "consolePort", purpose: "port on which the console listens" },
  SMTP_URL: { field: "smtpUrl", purpose: "mail server; without it, emails wait in the outbox", isSecret: true },
  MAIL_FROM: { field: "mailFrom", purpose: "sender address of emails" },
  ASCENDIA_ALERT_MAIL: { field: "alertMails", purpose: "addresses that alerts are mailed to, separated by commas" },
  ASCENDIA_ALERT_URL: { field: "alertUrl", purpose: "https address that alerts are posted to" },
  ASCENDIA_ALERT_SECRET: {
    field: "alertSecret",
    purpose: "whsec_ and a key in base64; signs the posts to ASCENDIA_ALERT_URL",
    isSecret: true,
  },
  ASCENDIA_ALERT_COMMAND: { field: "alertCommand", purpose: "command run for alerts, with JSON on its standard input" },
  ASCENDIA_ALERT_SILENCE_HOURS: {
    field: "alertSilenceHours",
    purpose: "number of usually busy hours without a call that raise an alert",
  },
  GOOGLE_CALENDAR_BASE_URL: {
    field: "googleCalendarUrl",
    purpose: "alternative address of Google's Calendar API, for calendar:connect",
  },
  GOOGLE_OAUTH_BASE_URL: {
    field: "googleOauthUrl",
    purpose: "alternative address of Google's authorization server, for calendar:connect",
  },
  MICROSOFT_GRAPH_BASE_URL: {
    field: "microsoftGraphUrl",
    purpose: "alternative address of Microsoft Graph, for calendar:connect",
  },
  MICROSOFT_LOGIN_BASE_URL: {
    field: "microsoftLoginUrl",
    purpose: "alternative address of Microsoft's authorization server, for calendar:connect",
  },
  OPENAI_BASE_URL: { field: "openaiBaseUrl", purpose: "address of the language model" },
  OPENAI_API_KEY: { field: "openaiApiKey", purpose: "key of the language model", isSecret: true },
  ASCENDIA_MODEL: { field: "model", purpose: "name of the language model; optional" },
  ASCENDIA_SPEECH_MODEL: { field: "speechModel", purpose: "name of the speech model; without it, espeak-ng speaks" },
  ASCENDIA_CALL_TURNS: { field: "callTurns", purpose: "maximum number of turns in a call over the socket" },
  ASCENDIA_CALL_TOKENS: {
    field: "callTokens",
    purpose: "maximum number of model tokens that a call over the socket may use",
  },
  ASCENDIA_CACHE_MB: {
    field: "cacheMb",
    purpose: "megabytes for clinics cached by `ascendia serve`; the most recently called stay",
  },
  ASCENDIA_OUTBOUND_LINES: {
    field: "outboundLines",
    purpose: "concurrent outbound calls (default: all lines except the reserve)",
  },
  ASCENDIA_RESERVED_LINES: {
    field: "reservedLines",
    purpose: "lines reserved for inbound calls (default: a quarter)",
  },
  ASCENDIA_CALLS_PER_SECOND: { field: "callsPerSecond", purpose: "new calls per second" },
  LOG_LEVEL: { field: "logLevel", purpose: "log level of `ascendia serve`: silent, error, warn, info, debug, trace" },
} as const satisfies Readonly<Record<string, Variable>>;

const CALENDAR_SERVICES = [
  "GOOGLE_CALENDAR_BASE_URL",
  "GOOGLE_OAUTH_BASE_URL",
  "MICROSOFT_GRAPH_BASE_URL",
  "MICROSOFT_LOGIN_BASE_URL",
] as const;

export type VariableName = keyof typeof VARIABLES;

const LOG_LEVELS = ["silent", "error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The key of the local sandbox: not a secret, because the sandbox listens on loopback and holds no real data. */
export const SANDBOX_API_KEY = "key_ascendia_sandbox";

/** Retell's limit for a new account (docs/retell.md 12.5). */
const usualCallsPerSecond = 1;

/**
 * An hour's conversation has some 300 turns, and its last turns take some 5,000 tokens each, with everything said
 * before.
 */
const usualCallTurns = 300;
const usualCallTokens = 1_000_000;

/** Enough for some 100,000 clinics; a call to a further clinic takes a few tenths of a millisecond longer. */
const usualCacheMb = 128;

const signingSecret = "whsec_ and at least 24 bytes in base64, such as: echo whsec_$(openssl rand -base64 32)";

/** If calls came at this hour in three weeks of four, three hours without any have a probability of 1 in 64. */
const usualSilenceHours = 3;

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws not_configured, naming every invalid variable at once */
export function readConfig(env: Environment, stateFolder: string): Config {
  const problems: string[] = [];
  const config = readVariables(reader(env, problems), stateFolder);
  if (env["RETELL_API_KEY"]?.trim() && sendsInTheClear(config.retellBaseUrl)) {
    problems.push(inTheClear("RETELL_BASE_URL", "the API key"));
  }
  if (config.openaiApiKey !== null && sendsInTheClear(config.openaiBaseUrl)) {
    problems.push(inTheClear("OPENAI_BASE_URL", "the key and what callers say"));
  }
  for (const name of CALENDAR_SERVICES) {
    if (sendsInTheClear(config[VARIABLES[name].field]))
      problems.push(inTheClear(name, "calendars and their credentials"));
  }
  if (sendsInTheClear(config.alertUrl)) problems.push(inTheClear("ASCENDIA_ALERT_URL", "what is wrong"));
  if (problems.length === 0) return config;
  throw new AscendiaError("not_configured", "The environment is not usable.", {
    detail: problems,
    hint: "Correct these in the environment, in .env or in ascendia.config.json.",
  });
}

function modeOf(apiKey: string | null, baseUrl: string | null): Mode {
  return apiKey === null || (baseUrl !== null && isLoopback(baseUrl)) ? "sandbox" : "live";
}

/** Supplies the default of each variable that is not set. */
function readVariables(read: ReturnType<typeof reader>, stateFolder: string): Config {
  const apiKey = read.text("RETELL_API_KEY");
  const baseUrl = read.url("RETELL_BASE_URL");
  const mode = modeOf(apiKey, baseUrl);
  return {
    mode,
    retellApiKey: apiKey ?? SANDBOX_API_KEY,
    webhookKeys: read.keys("RETELL_WEBHOOK_KEYS") ?? [apiKey ?? SANDBOX_API_KEY],
    retellBaseUrl: baseUrl,
    retellTimeoutMs: read.milliseconds("RETELL_TIMEOUT_MS"),
    masterAgentId: read.text("RETELL_MASTER_AGENT_ID"),
    outcomeSecret: read.secret("ASCENDIA_OUTCOME_SECRET"),
    templatePath: read.text("ASCENDIA_TEMPLATE"),
    phrasesPath: read.text("ASCENDIA_PHRASES"),
    voices: read.voices("ASCENDIA_VOICES") ?? {},
    liveTranscripts: read.oneOf("ASCENDIA_LIVE_TRANSCRIPTS", ["yes", "no"]) ?? "no",
    suitePath: read.text("ASCENDIA_SUITE"),
    ...placed(read.database("ASCENDIA_DATABASE_URL"), `${stateFolder}/${mode}.db`),
    stateFolder,
    publicUrl: read.url("ASCENDIA_PUBLIC_URL"),
    port: read.port("ASCENDIA_PORT") ?? 8787,
    consoleUrl: read.url("ASCENDIA_CONSOLE_URL", "https://console.example.com"),
    consolePort: read.port("ASCENDIA_CONSOLE_PORT") ?? 8788,
    smtpUrl: read.url("SMTP_URL", "smtp://user:password@mail.example.com:587"),
    mailFrom: read.text("MAIL_FROM"),
    alertMails: read.addresses("ASCENDIA_ALERT_MAIL") ?? [],
    alertUrl: read.url("ASCENDIA_ALERT_URL", "https://alerts.example.com/hook"),
    alertSecret: read.secret("ASCENDIA_ALERT_SECRET", /^whsec_[\w+/]{32,128}={0,2}$/u, signingSecret),
    alertCommand: read.text("ASCENDIA_ALERT_COMMAND"),
    alertSilenceHours: read.limit("ASCENDIA_ALERT_SILENCE_HOURS", usualSilenceHours),
    ...calendarServices(read),
    openaiBaseUrl: read.url("OPENAI_BASE_URL"),
    openaiApiKey: read.text("OPENAI_API_KEY"),
    model: read.text("ASCENDIA_MODEL"),
    speechModel: read.text("ASCENDIA_SPEECH_MODEL"),
    callTurns: read.limit("ASCENDIA_CALL_TURNS", usualCallTurns),
    callTokens: read.limit("ASCENDIA_CALL_TOKENS", usualCallTokens),
    cacheMb: read.limit("ASCENDIA_CACHE_MB", usualCacheMb),
    outboundLines: read.count("ASCENDIA_OUTBOUND_LINES"),
    reservedLines: read.count("ASCENDIA_RESERVED_LINES"),
    callsPerSecond: read.rate("ASCENDIA_CALLS_PER_SECOND") ?? usualCallsPerSecond,
    logLevel: read.oneOf("LOG_LEVEL", LOG_LEVELS) ?? "info",
  };
}

function calendarServices(read: ReturnType<typeof reader>) {
  return {
    googleCalendarUrl: read.url("GOOGLE_CALENDAR_BASE_URL") ?? "https://www.googleapis.com/calendar/v3",
    googleOauthUrl: read.url("GOOGLE_OAUTH_BASE_URL") ?? "https://oauth2.googleapis.com",
    microsoftGraphUrl: read.url("MICROSOFT_GRAPH_BASE_URL") ?? "https://graph.microsoft.com/v1.0",
    microsoftLoginUrl: read.url("MICROSOFT_LOGIN_BASE_URL") ?? "https://login.microsoftonline.com",
  };
}

function reader(env: Environment, problems: string[]) {
  const text = (name: VariableName): string | null => env[name]?.trim() || null;
  const checked = <T>(name: VariableName, parse: (value: string) => T | undefined, expected: string): T | null => {
    const value = text(name);
    if (value === null) return null;
    const parsed = parse(value);
    if (parsed === undefined) problems.push(`${name} must be ${expected}.`);
    return parsed ?? null;
  };
  return {
    text,
    url: (name: VariableName, example = "https://voice.example.com") =>
      checked(name, withoutTrailingSlash, `a URL such as ${example}`),
    port: (name: VariableName) => checked(name, asPort, "a port from 0 to 65535"),
    milliseconds: (name: VariableName) => checked(name, asMilliseconds, "a number of milliseconds, at least 100"),
    count: (name: VariableName) => checked(name, asCount, "a whole number, 0 or more"),
    limit: (name: VariableName, usual: number) =>
      checked(name, asLimit, "a whole number from 1 to 1000000000") ?? usual,
    rate: (name: VariableName) => checked(name, asRate, "a whole number from 1 to 150"),
    keys: (name: VariableName) => checked(name, asKeys, "one key, or two separated by a comma"),
    voices: (name: VariableName) =>
      checked(name, asVoices, "languages and voices, such as fr=11labs-Marie,en=11labs-Anna"),
    addresses: (name: VariableName) =>
      checked(name, asAddresses, "email addresses separated by commas, such as ops@example.com"),
    secret: (name: VariableName, form = /^\S{16,200}$/u, expected = "at least 16 characters without spaces") =>
      checked(name, (value) => (form.test(value) ? value : undefined), expected),
    database: (name: VariableName) =>
      checked(name, asDatabase, "sqlite:PATH, where PATH is a file, or postgres://USER@HOST/DATABASE"),
    oneOf: <T extends string>(name: VariableName, values: readonly T[]) =>
      checked(name, (value) => values.find((known) => known === value), `one of ${values.join(", ")}`),
  };
}

export function withoutTrailingSlash(value: string): string | undefined {
  return URL.canParse(value) ? value.replace(/\/+$/, "") : undefined;
}

export function asKeys(value: string): readonly string[] | undefined {
  const keys = value.split(",").map((key) => key.trim());
  return keys.length <= 2 && keys.every((key) => /^\S{8,}$/u.test(key)) ? keys : undefined;
}

export function isLoopback(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

/** Traffic within this machine cannot be intercepted. */
export function sendsInTheClear(url: string | null): boolean {
  return url !== null && new URL(url).protocol !== "https:" && !isLoopback(url);
}

function inTheClear(name: VariableName, what: string): string {
  return `${name} must be an https URL: plain http exposes ${what} to everyone on the network path. Plain http is allowed only for this machine.`;
}
