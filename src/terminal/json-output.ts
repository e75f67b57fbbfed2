import { describeFailure, type Output, type Streams } from "./output.ts";

interface JsonOutputSettings {
  readonly command: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** One JSON document on stdout: `{ok, command, data}` or `{ok: false, command, error}`, with `data` where there is some. */
export function jsonOutput(streams: Streams, settings: JsonOutputSettings): Output {
  const { command } = settings;
  const say = (text: string): void => void streams.stderr.write(`${text}\n`);
  const print = (document: unknown): void => void streams.stdout.write(`${JSON.stringify(document)}\n`);
  let told: unknown;
  return {
    result: (data) => print({ ok: true, command, data }),
    failedResult: (data, _human, error) => {
      told = error;
      print({ ok: false, command, data, error: describeFailure(error, settings.verbose) });
    },
    item: (data) => print(data),
    note: (text) => {
      if (settings.verbose) say(text);
    },
    warn: say,
    step: (_label, work) => work(),
    progress: (_total, work) =>
      work((line) => {
        if (settings.verbose) say(line);
      }),
    failure: (error) => {
      if (error === told) return;
      if (settings.verbose && error instanceof Error) say(error.stack ?? error.message);
      print({ ok: false, command, error: describeFailure(error, settings.verbose) });
    },
  };
}
