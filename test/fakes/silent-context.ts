import { createContext } from "../../src/composition/create-context.ts";
import { humanOutput } from "../../src/terminal/output.ts";
import { noPrompt } from "../../src/terminal/prompt.ts";
import { Recorder, inputOf } from "./streams.ts";

/** A command's context in that folder, without anyone to type or read. */
export function silentContext(cwd: string, env: Readonly<Record<string, string>> = {}) {
  const streams = { stdout: new Recorder(), stderr: new Recorder() };
  return createContext({
    env,
    cwd,
    stdin: inputOf(""),
    flags: {},
    output: humanOutput(streams, { quiet: true, verbose: false, colour: false }),
    prompt: noPrompt(),
    dispatch: () => Promise.reject(new Error("no command is run")),
  });
}
