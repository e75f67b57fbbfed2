import { createHash } from "node:crypto";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import type { Sandbox } from "../sandbox.ts";
import { insertRequest } from "../store/records.ts";
import type { SandboxEnv } from "./http.ts";

/** Read endpoints that Retell serves by POST. */
const readsByPost = /^(\/v\d+)?\/list-|^\/search-/u;

function isWrite(method: string, path: string): boolean {
  return method !== "GET" && method !== "HEAD" && !(method === "POST" && readsByPost.test(path));
}

/**
 * Stores one row per request, whatever its outcome, before the response is sent, so that a client finds its own
 * request.
 */
export function logRequests({ database, clock }: Sandbox) {
  return createMiddleware<SandboxEnv>(async (c, next) => {
    const at = clock.now();
    const started = performance.now();
    const body = await c.req.text();
    await next();
    const fault = c.get("fault");
    const request = {
      at,
      method: c.req.method,
      path: c.req.path,
      operation: operationOf(c),
      isWrite: isWrite(c.req.method, c.req.path),
      status: fault === undefined ? c.res.status : fault.status,
      durationMs: Math.round(performance.now() - started),
      bodyDigest: body === "" ? null : createHash("sha256").update(body).digest("hex"),
      fault: fault?.kind ?? null,
    };
    await database.write((queries) => insertRequest(request, queries));
  });
}

/** The route's pattern, so that similar requests can be counted; the path itself if no route matches. */
function operationOf(context: Context): string {
  const route = matchedRoutes(context).findLast((one) => !one.path.endsWith("*"));
  return `${context.req.method} ${route?.path ?? context.req.path}`;
}
