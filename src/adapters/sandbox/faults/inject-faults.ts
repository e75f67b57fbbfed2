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
  if (fault.kind === "fail_before") return refusal(fault.status, fault.message ?? "Injected fault.");
  if (fault.kind === "server_error") return refusal(500, fault.message ?? "An unexpected server error occurred.");
  if (fault.kind === "rate_limited") {
    const headers = { "retry-after": String(fault.retry_after_seconds) };
    return refusal(429, fault.message ?? "Account rate limited, please throttle your requests.", headers);
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

const refusal = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Outcome => ({
  response: Response.json({ status: "error", message }, { status, headers }),
  status,
});
