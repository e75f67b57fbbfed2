/** What is done to a request. The sandbox's control API causes the first seven; the proxy sends the two signals. */
export const faults = [
  { name: "fail before", kind: "fail_before" },
  { name: "answer lost", kind: "answer_lost" },
  { name: "429", kind: "rate_limited" },
  { name: "500", kind: "server_error" },
  { name: "timeout", kind: "timeout" },
  { name: "timeout, applied", kind: "timeout_applied" },
  { name: "reset", kind: "reset" },
  { name: "kill before", kind: "kill_before" },
  { name: "kill after", kind: "kill_after" },
] as const;

export type FaultKind = (typeof faults)[number]["kind"];
export type FaultName = (typeof faults)[number]["name"];

/** A request of the undisturbed run. */
export interface Request {
  /** Its position among all requests of the run, from 1. */
  readonly nth: number;
  /** `METHOD /path` */
  readonly label: string;
}

export function isRead({ label }: Request): boolean {
  return label.startsWith("GET ") || /^POST \/v\d\/list-/u.test(label);
}

/** Reads change nothing, so it makes no difference whether one was carried out before its answer was lost. */
export function applies(kind: FaultKind, request: Request): boolean {
  return kind !== "timeout_applied" || !isRead(request);
}

/**
 * The sandbox's fault for all requests from the nth on. The SDK retries reads twice, so three faults in a row make one
 * fail permanently. A timeout strikes once, because three would take long and end the same way.
 */
export function plantedFault(kind: FaultKind, request: Request): Readonly<Record<string, unknown>> {
  const place = { method: "*", path: "/**", nth: request.nth };
  const lasting = { ...place, times: isRead(request) ? 3 : 1 };
  if (kind === "timeout" || kind === "timeout_applied") {
    return { ...place, kind: "timeout", applied: kind === "timeout_applied" };
  }
  if (kind === "rate_limited") return { ...place, kind, retry_after_seconds: 0.2 };
  return { ...lasting, kind };
}
