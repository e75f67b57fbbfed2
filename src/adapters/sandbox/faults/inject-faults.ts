import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import type { SandboxEnv } from "../http/sandbox-env.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Fault } from "../schemas/fault-schema.ts";
import { cutConnection, waitForHangUp } from "./connection.ts";
import { takeFault } from "./take-fault.ts";

type SandboxContext = Context<SandboxEnv>;

interface Outcome {
  readonly response: Response;
  /** What the request log says was answered, or would have been; null when nothing was applied nor answered. */
  readonly status: number | null;
}

/** Lets a request pass, or does to it what the fault says that matches it. */
export const injectFaults = ({ database }: Sandbox) =>
  createMiddleware<SandboxEnv>(async (c, next) => {
    const fault = await takeFault({ method: c.req.method, path: c.req.path }, database);
    if (fault === undefined) return next();
    const { response, status } = await strike(fault, c, next);
    c.set("fault", { kind: fault.kind, status });
    // Hono would merge an answer that was already made with the one that takes its place.
    c.res = undefined;
    c.res = response;
    return undefined;
  });

const strike = async (fault: Fault, context: SandboxContext, next: Next): Promise<Outcome> => {
  if (fault.kind === "fail_before") return refusal(fault, fault.status, "Injected fault.");
  if (fault.kind === "server_error") return refusal(fault, 500, "An unexpected server error occurred.");
  if (fault.kind === "rate_limited") {
    return refusal(fault, 429, "Account rate limited, please throttle your requests.");
  }
  const applies = fault.kind === "answer_lost" || (fault.kind === "timeout" && fault.applied);
  const status = applies ? await apply(context, next) : null;
  if (fault.kind === "timeout") await waitForHangUp(context, fault.after_ms);
  return { response: cutConnection(context), status };
};

const apply = async (context: SandboxContext, next: Next): Promise<number> => {
  await next();
  return context.res.status;
};

type AnsweringFault = Extract<Fault, { readonly kind: "fail_before" | "server_error" | "rate_limited" }>;

const refusal = (fault: AnsweringFault, status: number, usual: string): Outcome => {
  const headers = new Headers();
  if (fault.kind === "rate_limited") headers.set("retry-after", String(fault.retry_after_seconds));
  if (fault.should_retry !== undefined) headers.set("x-should-retry", String(fault.should_retry));
  const body = { status: "error", message: fault.message ?? usual };
  return { response: Response.json(body, { status, headers }), status };
};
