import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { parse } from "yaml";
import type * as z from "zod";
import { AscendiaError } from "../errors.ts";
import { injectFaults } from "./faults.ts";
import { type SandboxApp, type SandboxEnv, authorize, unknownPath } from "./http/http.ts";
import { describeIssues } from "./http/request-body.ts";
import { logRequests } from "./http/request-log.ts";
import { addAccountRoutes } from "./routes/account.ts";
import { addAgentListRoute, addAgentRoutes, addAgentVersionRoutes } from "./routes/agents.ts";
import { addCallControlRoutes, addCallListRoute, addCallRoutes } from "./routes/calls.ts";
import { addBatchCallRoutes } from "./routes/batch-calls.ts";
import { addChatRoutes } from "./routes/chats.ts";
import { addControlRoutes, addPlayerRoutes } from "./routes/control.ts";
import { addComponentRoutes, addFlowRoutes, addLlmRoutes } from "./routes/engines.ts";
import { addPhoneNumberRoutes } from "./routes/phone-numbers.ts";
import { addBatchTestRoutes, addTestCaseRoutes } from "./routes/tests.ts";
import type { Sandbox, SandboxLog } from "./sandbox.ts";

export interface ControlFile<Schema extends z.ZodType> {
  /** The file's name in messages: "fault file". */
  readonly name: string;
  readonly schema: Schema;
  /** What the file should contain. */
  readonly hint: string;
}

/** Reads a YAML or JSON file that configures the emulator. @throws invalid */
export function readControlFile<Schema extends z.ZodType>(
  path: string,
  { name, schema, hint }: ControlFile<Schema>,
): z.output<Schema> {
  const parsed = schema.safeParse(readYaml(path, name, hint));
  if (parsed.success) return parsed.data;
  throw new AscendiaError("invalid", `The ${name} ${path}: ${describeIssues(parsed.error.issues)}`, { hint });
}

function readYaml(path: string, name: string, hint: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"), { prettyErrors: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AscendiaError("invalid", `Cannot read the ${name} ${path}: ${reason}.`, { hint, cause: error });
  }
}

/**
 * Retell's REST API as Request → Response. Control routes come first, so that they are neither logged nor subject to
 * faults.
 */
export function createSandboxApp(sandbox: Sandbox): SandboxApp {
  const app = new Hono<SandboxEnv>();
  app.use(authorize(sandbox.apiKey));
  addControlRoutes(app, sandbox);
  addPlayerRoutes(app, sandbox);
  app.use(logRequests(sandbox), injectFaults(sandbox));
  addFlowRoutes(app, sandbox);
  addComponentRoutes(app, sandbox);
  addLlmRoutes(app, sandbox);
  addAgentRoutes(app, sandbox);
  addAgentListRoute(app, sandbox);
  addAgentVersionRoutes(app, sandbox);
  addPhoneNumberRoutes(app, sandbox);
  addCallRoutes(app, sandbox);
  addCallControlRoutes(app, sandbox);
  addCallListRoute(app, sandbox);
  addBatchCallRoutes(app, sandbox);
  addChatRoutes(app, sandbox);
  addTestCaseRoutes(app, sandbox);
  addBatchTestRoutes(app, sandbox);
  addAccountRoutes(app, sandbox);
  app.notFound(unknownPath);
  app.onError((error) => errorResponse(error, sandbox.log));
  return app;
}

/** Every error has the same body (docs/retell.md 12.3). */
function errorResponse(error: Error, log: SandboxLog): Response {
  if (error instanceof HTTPException) return errorBody(error.status, error.message);
  if (error instanceof AscendiaError && error.code === "invalid") {
    return errorBody(400, error.message);
  }
  log.error({ err: error }, "The sandbox failed on a request.");
  return errorBody(500, "An unexpected server error occurred.");
}

function errorBody(status: number, message: string): Response {
  return Response.json({ status: "error", message }, { status });
}
