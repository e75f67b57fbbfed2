import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { AscendiaError } from "../../domain/errors.ts";
import { injectFaults } from "./faults/inject-faults.ts";
import { authorize } from "./http/authorize.ts";
import { logRequests } from "./http/request-log.ts";
import type { SandboxApp, SandboxEnv } from "./http/sandbox-env.ts";
import { unknownPath } from "./http/unknown-path.ts";
import { addAccountRoutes } from "./routes/account.ts";
import { addAgentListRoute } from "./routes/agent-list.ts";
import { addAgentVersionRoutes } from "./routes/agent-versions.ts";
import { addAgentRoutes } from "./routes/agents.ts";
import { addBatchCallRoutes } from "./routes/batch-calls.ts";
import { addCallControlRoutes } from "./routes/call-control.ts";
import { addCallListRoute } from "./routes/call-list.ts";
import { addCallRoutes } from "./routes/calls.ts";
import { addComponentRoutes } from "./routes/components.ts";
import { addControlRoutes } from "./routes/control.ts";
import { addFlowRoutes } from "./routes/flows.ts";
import { addLlmRoutes } from "./routes/llms.ts";
import { addPhoneNumberRoutes } from "./routes/phone-numbers.ts";
import { addPlayerRoutes } from "./routes/players.ts";
import type { Sandbox, SandboxLog } from "./sandbox.ts";

/** Retell's REST API as Request → Response. Control routes come first: they are neither logged nor struck by faults. */
export const createSandboxApp = (sandbox: Sandbox): SandboxApp => {
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
  addAccountRoutes(app, sandbox);
  app.notFound(unknownPath);
  app.onError((error) => errorResponse(error, sandbox.log));
  return app;
};

/** Every error has the body of retell-api.md 12.3. */
const errorResponse = (error: Error, log: SandboxLog): Response => {
  if (error instanceof HTTPException) return errorBody(error.status, error.message);
  if (error instanceof AscendiaError && error.code === "invalid") {
    return errorBody(400, error.message);
  }
  log.error({ err: error }, "The sandbox failed on a request.");
  return errorBody(500, "An unexpected server error occurred.");
};

const errorBody = (status: number, message: string): Response =>
  Response.json({ status: "error", message }, { status });
