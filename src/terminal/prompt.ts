import { AscendiaError } from "../domain/errors.ts";

interface Question {
  readonly message: string;
  /** The flag that answers it without a terminal. */
  readonly flag: string;
}

interface TextQuestion extends Question {
  readonly initial?: string;
  /** true, or what is wrong with the answer. */
  readonly validate?: (answer: string) => true | string;
}

interface ChoiceQuestion<T extends string> extends Question {
  readonly choices: readonly { readonly name: string; readonly value: T }[];
}

/** Asks at a terminal; anywhere else a question is an error that names the flag. Never a hung prompt, never an assumed yes. */
export interface Prompt {
  readonly interactive: boolean;
  text(question: TextQuestion): Promise<string>;
  secret(question: Question): Promise<string>;
  choice<T extends string>(question: ChoiceQuestion<T>): Promise<T>;
  confirm(message: string): Promise<boolean>;
}

export function terminalPrompt(): Prompt {
  const load = () => import("inquirer").then((module) => module.default);
  return {
    interactive: true,
    text: async ({ message, initial, validate }) => {
      const inquirer = await load();
      const { answer } = await inquirer.prompt<{ answer: string }>([
        {
          type: "input",
          name: "answer",
          message,
          ...(initial === undefined ? {} : { default: initial }),
          ...(validate === undefined ? {} : { validate }),
        },
      ]);
      return answer.trim();
    },
    secret: async ({ message }) => {
      const inquirer = await load();
      const { answer } = await inquirer.prompt<{ answer: string }>([
        { type: "password", name: "answer", message, mask: "*" },
      ]);
      return answer;
    },
    choice: async ({ message, choices }) => {
      const inquirer = await load();
      const { answer } = await inquirer.prompt([{ type: "select", name: "answer", message, choices: [...choices] }]);
      return answer;
    },
    confirm: async (message) => {
      const inquirer = await load();
      const { answer } = await inquirer.prompt<{ answer: boolean }>([
        { type: "confirm", name: "answer", message, default: false },
      ]);
      return answer;
    },
  };
}

export function noPrompt(): Prompt {
  const missing = ({ message, flag }: Question): Promise<never> =>
    Promise.reject(
      new AscendiaError("usage", `${message.replace(/[:?]\s*$/, "")}: no answer, and no terminal to ask at.`, {
        hint: `Give ${flag}.`,
      }),
    );
  return {
    interactive: false,
    text: missing,
    secret: missing,
    choice: missing,
    confirm: (message) => missing({ message, flag: "--yes to agree" }),
  };
}
