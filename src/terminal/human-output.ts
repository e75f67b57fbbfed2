import { Chalk, type ChalkInstance } from "chalk";
import { AscendiaError } from "../domain/errors.ts";
import { describeFailure, type Output, type Streams } from "./output.ts";

interface HumanOutputSettings {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly colour: boolean;
}

export function humanOutput(streams: Streams, settings: HumanOutputSettings): Output {
  const chalk = new Chalk({ level: settings.colour ? 1 : 0 });
  const say = (text: string): void => void streams.stderr.write(`${text}\n`);
  const print = (text: string): void => void streams.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  return {
    result: (data, human) => print(human(data, streams.stdout.isTTY === true ? streams.stdout.columns : undefined)),
    failedResult: (data, human) => print(human(data)),
    item: (data, human) => print(human(data)),
    note: (text) => {
      if (!settings.quiet) say(text);
    },
    warn: (text) => say(`${chalk.yellow("warning:")} ${text}`),
    step: (label, work) => {
      if (settings.quiet) return work();
      return streams.stderr.isTTY === true ? spin(label, work, streams.stderr) : announce(label, work, say);
    },
    progress: async (total, work) => {
      if (settings.quiet) return work(() => {});
      if (streams.stderr.isTTY !== true) return work(say);
      return (await import("./progress-bar.ts")).withProgressBar(total, work, streams.stderr);
    },
    failure: (error) => {
      if (settings.verbose && error instanceof Error) say(chalk.dim(error.stack ?? error.message));
      say(failureText(error, { chalk, verbose: settings.verbose }));
    },
  };
}

async function spin<T>(label: string, work: () => Promise<T>, stream: NodeJS.WritableStream): Promise<T> {
  const { oraPromise } = await import("ora");
  return oraPromise(work(), { text: label, stream });
}

async function announce<T>(label: string, work: () => Promise<T>, say: (text: string) => void): Promise<T> {
  const result = await work();
  say(`${label} … done`);
  return result;
}

function failureText(error: unknown, { chalk, verbose }: { chalk: ChalkInstance; verbose: boolean }): string {
  const failure = describeFailure(error, verbose);
  const detail =
    error instanceof AscendiaError && Array.isArray(error.detail)
      ? error.detail.filter((line) => typeof line === "string").map((line) => `  - ${line}`)
      : [];
  return [
    `${chalk.red("error:")} ${failure.message}`,
    ...detail,
    ...(failure.hint === undefined ? [] : [`${chalk.dim("next:")}  ${failure.hint}`]),
  ].join("\n");
}
