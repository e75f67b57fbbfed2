/** Standard input; without a terminal there is no raw mode. */
export interface KeyStream {
  setRawMode?(raw: boolean): unknown;
  on?(event: "data", listener: (data: Uint8Array | string) => void): unknown;
  off?(event: "data", listener: (data: Uint8Array | string) => void): unknown;
  resume?(): unknown;
  pause?(): unknown;
}

export interface PressedKeys {
  pause(): void;
  resume(): void;
  stop(): void;
}

/** The sequences that terminals send for keys without a character (ECMA-48, xterm's PC-style function keys). */
const NAMED: Readonly<Record<string, string>> = {
  "\u001B[A": "up",
  "\u001BOA": "up",
  "\u001B[B": "down",
  "\u001BOB": "down",
  "\r": "enter",
  "\n": "enter",
  "\u0003": "interrupt",
  "\u0004": "interrupt",
};

// eslint-disable-next-line no-control-regex -- keys are such characters.
const KEY = /\u001B[[O][A-Za-z]|[^\u001B]/gu;

/** Each key as it is pressed: its character, or its name. */
export function pressedKeys(stdin: KeyStream, onKey: (key: string) => void): PressedKeys {
  const decoder = new TextDecoder();
  const told = (data: Uint8Array | string): void => {
    const text = typeof data === "string" ? data : decoder.decode(data);
    for (const [key] of text.matchAll(KEY)) onKey(NAMED[key] ?? key);
  };
  const pause = (): void => {
    stdin.off?.("data", told);
    stdin.setRawMode?.(false);
    stdin.pause?.();
  };
  const resume = (): void => {
    stdin.setRawMode?.(true);
    stdin.on?.("data", told);
    stdin.resume?.();
  };
  resume();
  return { pause, resume, stop: pause };
}
