import type { Command } from "commander";
import { AscendiaError } from "../domain/errors.ts";
import type { Context } from "./context.ts";
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

/** Secrets are given by the name of a variable that holds them: a command line is seen by others and kept. */
export function addInitOptions(command: Command): Command {
  return command
    .option("--sandbox", "work without a Retell key")
    .option("--retell-key-env <variable>", "environment variable with the Retell key; asked for at a terminal")
    .option("--public-url <url>", "where Retell reaches the server, such as https://voice.example.com")
    .option("--port <port>", "where the server listens")
    .option("--smtp-url-env <variable>", "environment variable with the mail server's URL, as it holds a password")
    .option("--mail-from <address>", "the sender of mails")
    .option("--model <name>", "a language model for those commands that can use one")
    .option("--model-url <url>", "where the language model is reached")
    .option("--model-key-env <variable>", "environment variable with the language model's key");
}

export function wantedByFlags(flags: InitFlags, context: Pick<Context, "secret">): Wanted {
  if (flags.sandbox === true && flags.retellKeyEnv !== undefined) {
    throw new AscendiaError("usage", "--sandbox and --retell-key-env contradict each other.", {
      hint: "Give one of both.",
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
  throw new AscendiaError("usage", `There is nothing in the environment variable ${variable}.`, {
    hint: `Set it for this command: ${variable}=… ascendia init …`,
  });
}
