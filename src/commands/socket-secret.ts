import { randomBytes } from "node:crypto";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { Context } from "./context.ts";
import { changeAndRecord } from "./record-change.ts";

const SECRET_BYTES = 24;

export function newSocketSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** The secret in the clinic's address; made where it has none yet. */
export async function socketSecret(clinic: Clinic, context: Context): Promise<string> {
  const before = await (await context.sockets()).keyOf(clinic.id);
  if (before !== null) return before;
  const secret = newSocketSecret();
  await changeSocketSecret(clinic, { before, after: secret }, context);
  return secret;
}

interface SecretChange {
  readonly before: string | null;
  readonly after: string | null;
}

/** The audit log says that it was changed, never what it is. */
export async function changeSocketSecret(clinic: Clinic, change: SecretChange, context: Context): Promise<void> {
  const sockets = await context.sockets();
  await changeAndRecord(
    () => sockets.setKey(clinic.id, change.after),
    () => ({
      action: "clinic:socket-url",
      clinic,
      before: { secret: change.before === null ? "none" : "before" },
      after: { secret: change.after === null ? "none" : "new" },
    }),
    context,
  );
}
