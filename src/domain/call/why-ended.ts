import type { Call } from "./call.ts";
import { disconnection } from "./disconnection.ts";

const WITHOUT_REASON: Readonly<Record<Call["status"], string>> = {
  registered: "The call has not begun.",
  ongoing: "The call is going on.",
  ended: "The call ended; Retell did not say why.",
  not_connected: "The call was not connected; Retell did not say why.",
  error: "The call failed; Retell did not say why.",
};

/** In one plain sentence. */
export function whyEnded({ status, reason }: Pick<Call, "status" | "reason">): string {
  if (reason === null) return WITHOUT_REASON[status];
  return disconnection(reason)?.words ?? `The call ended for a reason that this version does not know: ${reason}.`;
}
