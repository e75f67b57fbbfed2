import type { Command } from "commander";
import { VARIABLES, type VariableName, readConfig } from "../../config.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import type { Wanted } from "./init-files.ts";

export interface InitFlags {
  readonly sandbox?: boolean;
  readonly retellKeyEnv?: string;
  readonly publicUrl?: string;
  readonly port?: string;
  readonly smtpUrlEnv?: string;
  readonly mailFrom?: string;
  readonly model?: string;
  readonly modelUrl?: string;
  readonly modelKeyEnv?: string;
  readonly dryRun?: boolean;
}

/** Secrets are passed by the name of a variable: command lines are visible to others and stay in the shell history. */
export function addInitOptions(command: Command): Command {
  return command
    .option("--sandbox", "work without a Retell key")
    .option("--retell-key-env <variable>", "environment variable that holds the Retell key (a terminal asks for it)")
    .option("--public-url <url>", "public URL of the server, such as https://voice.example.com")
    .option("--port <port>", "port of the server")
    .option(
      "--smtp-url-env <variable>",
      "environment variable that holds the mail server's URL, which includes a password",
    )
    .option("--mail-from <address>", "sender address of emails")
    .option("--model <name>", "language model for the commands that can use one")
    .option("--model-url <url>", "URL of the language model")
    .option("--model-key-env <variable>", "environment variable that holds the language model's key");
}

export function wantedByFlags(flags: InitFlags, context: Pick<Context, "secret">): Wanted {
  if (flags.sandbox === true && flags.retellKeyEnv !== undefined) {
    throw new AscendiaError("usage", "--sandbox and --retell-key-env cannot be combined.", {
      hint: "Pass only one of them.",
    });
  }
  const secret = (variable: string | undefined) => (variable === undefined ? undefined : secretIn(variable, context));
  const given: Readonly<Record<string, string | null | undefined>> = {
    RETELL_API_KEY: flags.sandbox === true ? null : secret(flags.retellKeyEnv),
    ASCENDIA_PUBLIC_URL: flags.publicUrl,
    ASCENDIA_PORT: flags.port,
    SMTP_URL: secret(flags.smtpUrlEnv),
    MAIL_FROM: flags.mailFrom,
    ASCENDIA_MODEL: flags.model,
    OPENAI_BASE_URL: flags.modelUrl,
    OPENAI_API_KEY: secret(flags.modelKeyEnv),
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value?.trim() ?? null]])),
  );
}

function secretIn(variable: string, { secret }: Pick<Context, "secret">): string {
  const value = secret(variable)?.trim() ?? "";
  if (value !== "") return value;
  throw new AscendiaError("usage", `The environment variable ${variable} is empty or not set.`, {
    hint: `Set it for this command: ${variable}=… ascendia init …`,
  });
}

export type Known = Readonly<Record<string, string | undefined>>;

/** Suggested when nothing is set. */
const usual: Known = { ASCENDIA_PORT: String(readConfig({}, "").port) };

/** The problems that readConfig finds with these variables; [] when none. */
export function problemsOf(variables: Wanted): readonly string[] {
  try {
    readConfig(withoutNull(variables), "");
    return [];
  } catch (error) {
    if (!(error instanceof AscendiaError) || !Array.isArray(error.detail)) throw error;
    return error.detail.map(String);
  }
}

/** Whether this uses the real Retell. */
export function isLiveMode(variables: Known): boolean {
  return readConfig(variables, "").mode === "live";
}

/**
 * Asks for what the flags leave open. An empty answer keeps the current value, or sets none.
 * @param before the current settings
 */
export async function askForRest(byFlags: Wanted, before: Known, context: Context): Promise<Wanted> {
  const answers: Record<string, string | null> = { ...byFlags };
  const now = (): Known => ({ ...before, ...withoutNull(answers) });
  const open = (name: VariableName) => !Object.hasOwn(byFlags, name);
  const ask = async (name: VariableName, message: string, flag: string): Promise<void> => {
    if (!open(name)) return;
    const answer = await ("isSecret" in VARIABLES[name]
      ? askSecret({ name, message, flag }, before[name] !== undefined, context)
      : askText({ name, message, flag }, before[name] ?? usual[name], context));
    if (answer !== "") answers[name] = answer;
  };
  await ask("RETELL_API_KEY", "Retell key", "--retell-key-env <variable>, or --sandbox");
  await ask("ASCENDIA_PUBLIC_URL", "Public URL of the server, such as https://voice.example.com", "--public-url <url>");
  await ask("ASCENDIA_PORT", "Port of the server", "--port <port>");
  await ask(
    "SMTP_URL",
    "URL of the mail server, such as smtps://user:password@mail.example.com",
    "--smtp-url-env <variable>",
  );
  if (now()["SMTP_URL"] !== undefined) await ask("MAIL_FROM", "Sender address of emails", "--mail-from <address>");
  await ask("ASCENDIA_MODEL", "Language model (optional)", "--model <name>");
  if (now()["ASCENDIA_MODEL"] !== undefined) {
    await ask("OPENAI_BASE_URL", "URL of the language model", "--model-url <url>");
    await ask("OPENAI_API_KEY", "Key of the language model", "--model-key-env <variable>");
  }
  return answers;
}

interface Asked {
  readonly name: VariableName;
  readonly message: string;
  readonly flag: string;
}

function askText({ name, message, flag }: Asked, initial: string | undefined, { prompt }: Context): Promise<string> {
  const validate = (answer: string): true | string =>
    answer.trim() === "" ? true : (problemsOf({ [name]: answer.trim() })[0] ?? true);
  return prompt.text({ message: `${message}:`, flag, validate, ...(initial === undefined ? {} : { initial }) });
}

/** Never shown, so its problem is reported without the value. */
async function askSecret({ name, message, flag }: Asked, isSet: boolean, context: Context): Promise<string> {
  for (;;) {
    const empty = isSet ? "empty keeps the current one" : "empty for none";
    const answer = (await context.prompt.secret({ message: `${message} (${empty}):`, flag })).trim();
    const [problem] = answer === "" ? [] : problemsOf({ [name]: answer });
    if (problem === undefined) return answer;
    context.output.warn(problem);
  }
}

export function withoutNull(variables: Wanted): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

/** The flags that are required without a terminal, and their purpose. */
export function missingFlags(wanted: Wanted, after: Known): readonly string[] {
  const isChosen = Object.hasOwn(wanted, "RETELL_API_KEY") || after["RETELL_API_KEY"] !== undefined;
  return [
    ...(isChosen ? [] : ["--retell-key-env <variable>, or --sandbox to work without a Retell key"]),
    ...(isLiveMode(after) && after["ASCENDIA_PUBLIC_URL"] === undefined
      ? ["--public-url <url>, the public URL of the server"]
      : []),
    ...(after["SMTP_URL"] !== undefined && after["MAIL_FROM"] === undefined
      ? ["--mail-from <address>, the sender address of emails"]
      : []),
  ];
}
