import { mayGetTexts } from "../../domain/clinic/number-kind.ts";
import type { FunctionContext } from "./function-context.ts";

/**
 * Retell's `sms` node writes to the patient's end of the call, whatever number the patient gives (docs/retell.md 1.3). So
 * no message is promised to callers who withhold their number or call from a fixed line.
 */
export async function textConfirmation({
  request: { clinic, callerNumber },
}: FunctionContext): Promise<{ readonly sms_enabled: "true" | "false" }> {
  const isSent = clinic.smsEnabled && callerNumber !== null && (await mayGetTexts(callerNumber));
  return { sms_enabled: isSent ? "true" : "false" };
}
