import { hostname, userInfo } from "node:os";

/** Who runs the program, as far as the system knows: `user@host`. A container may have no user by name. */
export function systemActor(): string {
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && "code" in error) return "unknown";
    throw error;
  }
}
