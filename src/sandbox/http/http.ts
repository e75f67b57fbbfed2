import { agentTag, versionReference, versionRule } from "../../flow/schema/tool.ts";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod";
import { notEmulatedPart } from "./not-emulated.ts";

/** An error in Retell's format, with the body `{status: "error", message}` (docs/retell.md 12.3). */
function refusal(status: ContentfulStatusCode) {
  return (message: string): HTTPException => new HTTPException(status, { message });
}

export const badRequest = refusal(400);
export const notFound = refusal(404);
export function conflictsWithPublished(status: 400 | 422, message: string): HTTPException {
  return new HTTPException(status, { message });
}
export const unprocessable = refusal(422);
export const rateLimited = refusal(429);

/** Unknown ids are 422 for some resources and 404 for others (docs/retell.md 12.3). */
export function unknownId(status: 404 | 422, what: string): HTTPException {
  return new HTTPException(status, {
    message:
      status === 404
        ? `The requested resource was not found: ${what}.`
        : `Cannot find requested asset under given api key: ${what}.`,
  });
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Answers 401 unless the request has the workspace's key (docs/retell.md 12.3, 14.1). */
export function authorize(apiKey: string) {
  const expected = digest(`Bearer ${apiKey}`);
  return createMiddleware(async (c, next) => {
    if (!timingSafeEqual(digest(c.req.header("authorization") ?? ""), expected)) {
      throw new HTTPException(401, { message: "API key is missing or invalid." });
    }
    await next();
  });
}

/** Ids look like Retell's (docs/retell.md 0.3): a prefix and hex digits. */
export function newId(
  prefix:
    | "agent"
    | "conversation_flow"
    | "llm"
    | "conversation_flow_component"
    | "call"
    | "batch_call"
    | "chat"
    | "test_case"
    | "test_batch"
    | "test_run",
): string {
  return `${prefix}_${randomBytes(14).toString("hex")}`;
}

export interface SandboxEnv {
  /** Absent when a test calls the app without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** What a fault did to the request, for the request log. */
    fault: { readonly kind: string; readonly status: number | null } | undefined;
  };
}

export type SandboxApp = Hono<SandboxEnv>;

/** Retired paths that old code and tutorials still call, and their successors (docs/retell.md 12.1, 13). */
const retired: Readonly<Record<string, string>> = {
  "GET /list-phone-numbers": "GET /v2/list-phone-numbers",
  "GET /list-conversation-flows": "GET /v2/list-conversation-flows",
  "GET /list-conversation-flow-components": "GET /v2/list-conversation-flow-components",
  "GET /list-retell-llms": "GET /v2/list-retell-llms",
  "GET /list-batch-tests": "GET /v2/list-batch-tests",
  "GET /list-test-case-definitions": "GET /v2/list-test-case-definitions",
  "GET /list-chat": "POST /v3/list-chats",
  "GET /list-agents": "POST /v2/list-agents",
  "GET /list-chat-agents": "POST /v2/list-agents",
  "GET /list-calls": "POST /v3/list-calls",
  "POST /list-calls": "POST /v3/list-calls",
  "POST /v2/list-calls": "POST /v3/list-calls",
  "POST /create-phone-call": "POST /v2/create-phone-call",
  "POST /register-call": "POST /v2/register-phone-call",
  "POST /v1/call": "POST /v2/create-phone-call",
  "POST /publish-agent/*": "POST /publish-agent-version/{agent_id} with {version}",
  "POST /publish-chat-agent/*": "POST /publish-agent-version/{agent_id} with {version}",
  "GET /list-test-runs/*": "GET /v2/list-test-runs/{test_case_batch_job_id}",
  "POST /v2/webhooks": "the agent field webhook_url with webhook_events",
};

function hintFor(method: string, path: string): string {
  const successor = successorOf(method, path);
  if (successor !== undefined) return ` ${method} ${path} does not exist or was retired: use ${successor}.`;
  return ` There is no ${method} ${path}.`;
}

/**
 * Answers 501 for endpoints of the real API that this emulator lacks, so that they are not mistaken for unknown paths.
 */
export function unknownPath(context: Context): Response {
  const { method, path } = context.req;
  const part = notEmulatedPart(method, path);
  if (part !== undefined && !isRetired(method, path)) {
    const message = `This sandbox does not emulate ${part} (${method} ${path}); the real API has it.`;
    return context.json({ status: "error", message }, 501);
  }
  return context.json(
    { status: "error", message: `The requested resource was not found.${hintFor(method, path)}` },
    404,
  );
}

function successorOf(method: string, path: string): string | undefined {
  return retired[`${method} ${path}`] ?? retired[`${method} ${path.replace(/\/[^/]*$/u, "/*")}`];
}

function isRetired(method: string, path: string): boolean {
  return successorOf(method, path) !== undefined;
}

export type VersionReference = z.infer<typeof versionReference>;

export const tagName = z
  .string()
  .regex(agentTag, { error: versionRule })
  .refine((tag) => tag !== "latest" && tag !== "latest_published", { error: "is not a tag but a reserved word" });

function fromQuery(text: string): unknown {
  return /^\d+$/u.test(text) ? Number(text) : text;
}

/** `version` from the query string; undefined if there is none. */
export function readVersionQuery(context: Context): VersionReference | undefined {
  const text = context.req.query("version");
  if (text === undefined) return undefined;
  const parsed = versionReference.safeParse(fromQuery(text));
  if (!parsed.success) throw badRequest(`Invalid request format: version ${versionRule}.`);
  return parsed.data;
}

/** Flow and LLM versions are plain numbers (docs/retell.md 2.3). */
export function readVersionNumberQuery(context: Context): number | undefined {
  const reference = readVersionQuery(context);
  if (typeof reference === "string") throw badRequest("Invalid request format: version must be a number from 0 up.");
  return reference;
}
