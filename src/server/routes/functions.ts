import { z } from "zod";
import {
  type CallContext,
  callContextSchema,
  clinicOfCall,
  earlierToolArguments,
} from "../../domain/call/line/call-context.ts";
import { TEXT_LIMITS, boundedArguments, isPlainId } from "../../domain/call/field-limits.ts";
import { type Clinic, accountOf } from "../../domain/clinic/clinic.ts";
import { lineInCountry } from "../../domain/clinic/telephone/telephone.ts";
import { isLanguage } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { closed, nothingDone } from "../functions/clinic-closed.ts";
import { type Reply, JSON_TYPE, jsonReply, refuseOtherAccount, signedShallowJson } from "../http.ts";
import type { ClinicFunction } from "../ports.ts";
import { answerOnce, digestOf } from "./answer-once.ts";
import type { Route, RoutePorts, RouteRequest } from "./route.ts";

/** docs/retell.md 6.1; the context of a chat is under `chat`. */
export const functionSchema = z.object({
  name: z.string(),
  event: z.never().optional(),
  call_inbound: z.never().optional(),
  chat_inbound: z.never().optional(),
  args: z.record(z.string(), z.unknown()).nullish(),
  call: callContextSchema.nullish(),
  chat: callContextSchema.nullish(),
});

/** The names of functions in an older system's flows. */
const OLDER_NAMES: Readonly<Record<string, readonly string[]>> = {
  check_availability: ["check_doctor_availability"],
};

/** The agent's tools: `book_appointment` is served at `/api/book-appointment`. */
export function functionRoutes(functions: Readonly<Record<string, ClinicFunction>>): readonly Route[] {
  return Object.entries(functions).flatMap(([name, run]) =>
    [name, ...(OLDER_NAMES[name] ?? [])].map((called) => ({
      method: "POST" as const,
      path: `/api/${called.replaceAll("_", "-")}`,
      answer: (request: RouteRequest, ports: RoutePorts) => callFunction([called, name], run, request, ports),
    })),
  );
}

/** @param names the names that the body may use: the one in the path, and the function's own */
async function callFunction(
  names: readonly string[],
  run: ClinicFunction,
  request: RouteRequest,
  ports: RoutePorts,
): Promise<Reply> {
  const { content, signer } = signedShallowJson(request, ports);
  const { args, call } = readFunctionCall(names, content);
  const clinic = inLanguageOf(args, call, await servedClinic(call, request, ports));
  refuseOtherAccount(signer, accountOf(clinic));
  const callId = callIdOf(call);
  request.exchange.clinic = clinic.slug;
  request.exchange.facts = { callId };
  refuseOtherClinic(args, clinic, request, ports);
  if (clinic.status !== "active") return jsonReply(200, { ...nothingDone, message: closed[clinic.language] });
  const earlier = earlierToolArguments(call);
  const signed = { clinicId: clinic.id, digest: digestOf(request.signature), callId };
  const work = async () => JSON.stringify(await run({ clinic, args, callId, earlier, ...otherEndOf(call, clinic) }));
  return { status: 200, contentType: JSON_TYPE, body: await answerOnce(signed, work, ports) };
}

interface FunctionCall {
  readonly args: Readonly<Record<string, unknown>>;
  readonly call: CallContext;
}

/**
 * A signature is valid only for the function named in the body: events, inbound calls and calls of other functions are
 * signed with the same key and are refused here. A tool set to "args only" sends no call, and nothing else in the body
 * may decide which clinic's data is used.
 */
function readFunctionCall(names: readonly string[], body: unknown): FunctionCall {
  const parsed = functionSchema.safeParse(body);
  if (!parsed.success) throw new AscendiaError("invalid", `The body is not a function call: ${whyNot(parsed.error)}`);
  const { name, args, call, chat } = parsed.data;
  // Retell always names the tool (docs/retell.md 6.1); paths use hyphens instead of underscores.
  if (!names.includes(name.replaceAll("-", "_"))) {
    throw new AscendiaError(
      "invalid",
      `The body calls a function other than ${names[0] ?? ""}, which this path serves`,
    );
  }
  if (call != null && chat != null) throw new AscendiaError("invalid", "The body contains both a call and a chat");
  const context = call ?? chat ?? undefined;
  if (context !== undefined) return { args: boundedArguments(args ?? {}), call: context };
  throw new AscendiaError("invalid", "The request contains no call, so its clinic cannot be determined", {
    hint: "Turn off args_at_root (Payload: args only) for this tool.",
  });
}

function whyNot(error: z.ZodError): string {
  return error.issues.map(({ path, code }) => `${path.join(".") || "body"}: ${code}`).join("; ");
}

async function servedClinic(call: CallContext, request: RouteRequest, ports: RoutePorts): Promise<Clinic> {
  const owner = await clinicOfCall(call, ports.clinics);
  if (owner.outcome === "known") return owner.clinic;
  if (owner.outcome === "unknown") throw new AscendiaError("not_found", "Clinic not found");
  const { named, dialled } = owner;
  ports.log.warn(
    { requestId: request.exchange.requestId, route: request.exchange.route, named, dialled },
    "a function call names one clinic and belongs to another; refused",
  );
  throw new AscendiaError("forbidden", "The call names one clinic and belongs to another");
}

/** A language model fills in the arguments, so a clinic named there may only confirm the signed call. */
function refuseOtherClinic(
  args: FunctionCall["args"],
  clinic: Clinic,
  request: RouteRequest,
  { log }: Pick<RoutePorts, "log">,
): void {
  const named = args["clinic_id"];
  if (named === undefined || named === null || named === "") return;
  if (named === clinic.id || named === clinic.slug) return;
  log.warn(
    {
      requestId: request.exchange.requestId,
      route: request.exchange.route,
      clinic: clinic.slug,
      callId: request.exchange.facts?.["callId"],
    },
    "a function call of one clinic names another in its arguments; refused",
  );
  throw new AscendiaError("forbidden", "args.clinic_id names a clinic other than the call's own");
}

/**
 * Speaks to a called person in their own language, which the call's variables name; it may differ from the clinic's.
 */
function inLanguageOf(args: FunctionCall["args"], call: CallContext, clinic: Clinic): Clinic {
  // The caller may have changed the language since the call began; its variables are from the beginning.
  const language = args["language"] ?? call.retell_llm_dynamic_variables?.["language"];
  return isLanguage(language) ? { ...clinic, language } : clinic;
}

function callIdOf(call: CallContext): string {
  const callId = call.call_id ?? call.chat_id;
  if (callId !== undefined && isPlainId(callId)) return callId;
  const plain = `an id of at most ${TEXT_LIMITS.id} characters, none of them a control character`;
  throw new AscendiaError("invalid", `The call in the request has no call_id: it must be ${plain}`);
}

/** null if the caller withholds the number; Retell then sends a word instead. */
function otherEndOf({ direction, from_number: from, to_number: to }: CallContext, { country }: Clinic) {
  const isOutbound = direction === "outbound";
  const sent = isOutbound ? to : from;
  if (sent === undefined) return { isOutbound, callerNumber: null };
  return { isOutbound, callerNumber: lineInCountry(sent, country) };
}
