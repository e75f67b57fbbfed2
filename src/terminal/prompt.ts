import { AscendiaError } from "../errors.ts";
import { type KeyStream, type PressedKeys, pressedKeys } from "./keys.ts";

interface Question {
  readonly message: string;
  /** The flag that answers it without a terminal. */
  readonly flag: string;
}

interface TextQuestion extends Question {
  readonly initial?: string;
  /** true, or the problem with the answer. */
  readonly validate?: (answer: string) => true | string;
}

interface ChoiceQuestion<T extends string> extends Question {
  /** `description` is shown while the choice is the one that Enter would take. */
  readonly choices: readonly { readonly name: string; readonly value: T; readonly description?: string }[];
}

/** Asks at a terminal; elsewhere a question is an error that names the flag. It never hangs and never assumes yes. */
export interface Prompt {
  readonly interactive: boolean;
  text(question: TextQuestion): Promise<string>;
  secret(question: Question): Promise<string>;
  choice<T extends string>(question: ChoiceQuestion<T>): Promise<T>;
  confirm(message: string): Promise<boolean>;
  /** In the user's own editor (VISUAL, EDITOR). */
  edited(question: TextQuestion): Promise<string>;
  /** Reports each key until it is stopped. Pause it while a question is asked. */
  keys(onKey: (key: string) => void): PressedKeys;
}

/**
 * In a chunk of its own: a script from the code cache cannot load a package that is an ES module (bin/code-cache.js).
 */
async function questions() {
  return (await import("./questions.ts")).loadQuestions();
}

export function terminalPrompt(stdin: () => KeyStream): Prompt {
  return {
    interactive: true,
    text: async ({ message, initial, validate }) => {
      const { input } = await questions();
      const settings = {
        message,
        ...(initial === undefined ? {} : { default: initial }),
        ...(validate === undefined ? {} : { validate }),
      };
      return (await input(settings)).trim();
    },
    secret: async ({ message }) => (await questions()).password({ message, mask: "*" }),
    choice: async ({ message, choices }) => (await questions()).select({ message, choices }),
    confirm: async (message) => (await questions()).confirm({ message, default: false }),
    edited: async ({ message, initial = "" }) =>
      (await questions()).editor({ message, default: initial, waitForUserInput: false }),
    keys: (onKey) => pressedKeys(stdin(), onKey),
  };
}

export function noPrompt(): Prompt {
  return {
    interactive: false,
    text: missing,
    secret: missing,
    choice: missing,
    edited: missing,
    keys: () => noKeys,
    confirm: (message) => missing({ message, flag: "--yes to confirm" }),
  };
}

const noKeys: PressedKeys = { pause: () => {}, resume: () => {}, stop: () => {} };

function missing({ message, flag }: Question): Promise<never> {
  const question = message.replace(/:\s*$/u, "");
  return Promise.reject(
    new AscendiaError("usage", `There is no terminal to prompt on: ${question}`, { hint: `Pass ${flag}.` }),
  );
}
