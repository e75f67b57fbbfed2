import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";

/** A shorter passphrase can be found by trying. */
const LEAST_CHARACTERS = 12;

/** @throws usage when the variable is not set, or its passphrase is short */
export function passphraseFrom(variable: string, context: Pick<Context, "secret">): string {
  const passphrase = context.secret(variable);
  if (passphrase === undefined || passphrase === "") {
    throw new AscendiaError("usage", `--passphrase-env: ${variable} is not set.`, {
      hint: "Set it in the environment or in .env. A passphrase is never passed as an argument: other users would see it.",
    });
  }
  if (passphrase.length >= LEAST_CHARACTERS) return passphrase;
  throw new AscendiaError("usage", `--passphrase-env: the passphrase in ${variable} is too short.`, {
    hint: `Use at least ${LEAST_CHARACTERS} characters.`,
  });
}
