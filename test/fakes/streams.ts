import { Writable } from "node:stream";

/** Records what is written to a stream. */
export class Recorder extends Writable {
  text = "";
  readonly #onText: ((text: string) => unknown) | undefined;

  constructor(onText?: (text: string) => unknown) {
    super();
    this.#onText = onText;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.#onText?.(chunk.toString());
    done();
  }
}

const done = () => true;

/** A terminal of this width. */
export function terminal(columns: number) {
  return Object.assign(new Recorder(), { isTTY: true, columns, clearLine: done, cursorTo: done, moveCursor: done });
}

/** Standard input with this text typed into it. */
export async function* inputOf(text: string): AsyncGenerator<string> {
  yield text;
}
