import { AscendiaError } from "../errors.ts";
import { COMMANDS } from "./command-list.ts";

/** `ascendia clinic`: what can be done with clinics. undefined when no command begins so. */
export function missingVerb(noun: string): AscendiaError | undefined {
  const own = COMMANDS.filter(({ name }) => name.startsWith(`${noun}:`));
  const [first] = own;
  if (first === undefined) return undefined;
  const width = Math.max(...own.map(({ name }) => name.length));
  return new AscendiaError("usage", `Say what is to be done: ${noun}:<verb>.`, {
    hint: `ascendia help ${first.name} tells how that one is used.`,
    detail: own.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`),
  });
}
