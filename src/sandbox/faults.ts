import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import type { SandboxEnv } from "./http/http.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Fault } from "./schemas/control.ts";
import type { SandboxDatabase } from "./store/database.ts";
import { type StoredFault, countFault, listFaults } from "./store/records.ts";

type SandboxContext = Context<SandboxEnv>;

function socketOf(context: SandboxContext) {
  return context.env?.incoming?.socket;
}

/** Destroys the connection, so that the client gets no response. Without a server, returns Fetch's network error. */
export function cutConnection(context: SandboxContext): Response {
  const socket = socketOf(context);
  if (socket === undefined) return Response.error();
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Waits until the client closes the connection or `afterMs` have passed. */
export async function waitForHangUp(context: SandboxContext, afterMs: number | undefined): Promise<void> {
  const socket = socketOf(context);
  if (socket === undefined || socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = afterMs === undefined ? undefined : setTimeout(resolve, afterMs);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function asPattern(path: string): RegExp {
  const parts = path.split("**").map((part) => part.split("*").map(literally).join("[^/]*"));
  return new RegExp(`^${parts.join(".*")}$`, "u");
}

function literally(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);
}

export interface RequestLine {
  readonly method: string;
  readonly path: string;
}

export function matchesFault({ method, path }: RequestLine, fault: Fault): boolean {
  return (fault.method === "*" || fault.method === method) && asPattern(fault.path).test(path);
}

/** The fault for this request, if any. Every matching fault counts the request; the first one that is due applies. */
export async function takeFault(request: RequestLine, database: SandboxDatabase): Promise<Fault | undefined> {
  const present = await listFaults(database.reads);
  if (!present.some(({ fault }) => matchesFault(request, fault))) return undefined;
  return database.write(async (queries) => {
    let struck: Fault | undefined;
    for (const stored of await listFaults(queries)) {
      if (!matchesFault(request, stored.fault)) continue;
      const seen = stored.seen + 1;
      const strikes = struck === undefined && isDue(stored, seen);
      await countFault({ ...stored, seen, fired: stored.fired + (strikes ? 1 : 0) }, queries);
      if (strikes) struck = stored.fault;
    }
    return struck;
  });
}

function isDue({ fault, fired }: StoredFault, seen: number): boolean {
  return seen >= fault.nth && (fault.times === "always" || fired < fault.times);
}

interface Outcome {
  readonly response: Response;
  /**
   * Status for the request log: the one sent, or the one lost on the way. null: the request was neither applied nor
   * answered.
   */
  readonly status: number | null;
}

/** Lets a request pass, or applies the fault that matches it. */
export function injectFaults({ database }: Sandbox) {
  return createMiddleware<SandboxEnv>(async (c, next) => {
    const fault = await takeFault({ method: c.req.method, path: c.req.path }, database);
    if (fault === undefined) return next();
    const { response, status } = await strike(fault, c, next);
    c.set("fault", { kind: fault.kind, status });
    // Hono would merge the existing response into its replacement.
    c.res = undefined;
    c.res = response;
    return undefined;
  });
}

async function strike(fault: Fault, context: SandboxContext, next: Next): Promise<Outcome> {
  if (fault.kind === "fail_before") return refusal(fault, fault.status, "Injected fault.");
  if (fault.kind === "server_error") return refusal(fault, 500, "An unexpected server error occurred.");
  if (fault.kind === "rate_limited") {
    return refusal(fault, 429, "Account rate limited, please throttle your requests.");
  }
  const applies = fault.kind === "answer_lost" || (fault.kind === "timeout" && fault.applied);
  const status = applies ? await apply(context, next) : null;
  if (fault.kind === "timeout") await waitForHangUp(context, fault.after_ms);
  return { response: cutConnection(context), status };
}

async function apply(context: SandboxContext, next: Next): Promise<number> {
  await next();
  return context.res.status;
}

type AnsweringFault = Extract<Fault, { readonly kind: "fail_before" | "server_error" | "rate_limited" }>;

function refusal(fault: AnsweringFault, status: number, usual: string): Outcome {
  const headers = new Headers();
  if (fault.kind === "rate_limited") headers.set("retry-after", String(fault.retry_after_seconds));
  if (fault.should_retry !== undefined) headers.set("x-should-retry", String(fault.should_retry));
  const body = { status: "error", message: fault.message ?? usual };
  return { response: Response.json(body, { status, headers }), status };
}
