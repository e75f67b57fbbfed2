import * as z from "zod";
import { CALLER_VARIABLES } from "../../agent/caller-variables.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import { inboundWebhookUrl } from "../../number/number-binding.ts";
import type { FleetClinic } from "../fleet/ports.ts";
import { bad, type CheckFinding, good } from "./finding.ts";
import type { PostOutcome, Probes } from "./ports.ts";

/** What a caller waits for before the first word, at most (performance budget of the inbound webhook). */
const SLOW_MS = 1000;
const PATIENCE_MS = 10_000;

const inboundAnswer = z.object({
  call_inbound: z.object({
    reject: z.literal(true).optional(),
    dynamic_variables: z.record(z.string(), z.unknown()).optional(),
  }),
});

export interface ClinicCheck {
  readonly finding: CheckFinding;
  /** null: no answer. */
  readonly ms: number | null;
}

interface Surroundings {
  readonly probes: Probes;
  readonly publicUrl: string;
  readonly now: number;
}

/** The same question that Retell asks when the clinic's number rings, signed, over the public URL; it changes nothing. */
export async function checkClinic(entry: FleetClinic, { probes, publicUrl, now }: Surroundings): Promise<ClinicCheck> {
  const { clinic, number } = entry;
  const to = number === null ? {} : { to_number: number.phoneNumber };
  const call = { call_id: `call_check_${clinic.id}`, from_number: "+14155550199", ...to };
  const outcome = await probes.send({
    method: "POST",
    url: inboundWebhookUrl(publicUrl, clinic.id),
    headers: {},
    body: JSON.stringify({ event: "call_inbound", event_timestamp: now, call_inbound: call }),
    timeoutMs: PATIENCE_MS,
  });
  return { finding: findingOf(clinic, outcome), ms: outcome.kind === "answered" ? outcome.ms : null };
}

function findingOf(clinic: Clinic, outcome: PostOutcome): CheckFinding {
  const what = `clinic ${clinic.slug}`;
  if (outcome.kind === "failed") {
    return bad(what, "failed", { detail: outcome.reason, fix: "Start the server: ascendia serve" });
  }
  const { status, body, ms } = outcome;
  const time = `${ms.toFixed(0)} ms`;
  if (status !== 200) return bad(what, codeOf(status), { detail: `answered ${status} in ${time}`, fix: fixOf(status) });
  const problem = problemOf(clinic, body);
  if (problem !== undefined)
    return bad(what, "failed", { detail: `${problem}, in ${time}`, fix: `ascendia clinic:show ${clinic.slug}` });
  if (ms <= SLOW_MS) return good(what, `${clinic.status}, answered in ${time}`);
  const fix = "Run the server closer to Retell, or on a faster machine.";
  return bad(what, "failed", { detail: `answered in ${time}; callers hear ringing meanwhile`, fix });
}

function codeOf(status: number): "unauthorized" | "failed" {
  return status === 401 ? "unauthorized" : "failed";
}

function fixOf(status: number): string {
  if (status === 401) return "Give the server the same RETELL_API_KEY as here, and set its clock.";
  if (status === 404) return "The server works on another database: start it with the same one.";
  return "See the server's log.";
}

/** undefined: every variable that a template may expect is there, as text, and the clinic is the right one. */
function problemOf(clinic: Clinic, body: string): string | undefined {
  const parsed = inboundAnswer.safeParse(jsonOf(body));
  if (!parsed.success) return "the answer is not in the form that Retell reads";
  const { reject, dynamic_variables: variables = {} } = parsed.data.call_inbound;
  if (reject === true) return clinic.status === "suspended" ? undefined : "its calls are rejected";
  const wrong = CALLER_VARIABLES.filter((name) => typeof variables[name] !== "string");
  if (wrong.length > 0) return `variables are missing: ${wrong.join(", ")}`;
  if (variables["clinic_id"] !== clinic.id) return "the answer is another clinic's";
  const isClosed = variables["clinic_status"] !== "open";
  if (isClosed === (clinic.status === "suspended")) return undefined;
  return isClosed ? "callers are told that it is closed" : "it is suspended, and callers are not told";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
