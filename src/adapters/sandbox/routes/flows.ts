import { flowSchema } from "../../../domain/flow/schema/flow.ts";
import { parseFlowDefinition } from "../../../domain/flow/parse-flow.ts";
import { validateBody } from "../http/request-body.ts";
import { unprocessable } from "../http/api-error.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { flowEngine } from "../workspace/engine.ts";
import { checkToolUrls } from "../workspace/local-url.ts";
import { addEngineRoutes } from "./engines.ts";

/** Everything that Retell itself would refuse in a flow (retell-api.md 1, 13.3). */
const validateFlow = (body: JsonObject, sandbox: Sandbox): JsonObject => {
  const known =
    sandbox.options.unknownFields === "drop" ? validateBody(body, { schema: flowSchema }, sandbox.options) : body;
  const flow = parseFlowDefinition(known);
  if (sandbox.options.sharedTools === "refuse") {
    const shared = flow.nodes.find((node) => node.type === "function" && node.tool_type === "shared");
    if (shared !== undefined)
      throw unprocessable(`Node ${shared.id} uses a shared tool, and no API makes those: use tool_type "local".`);
  }
  checkToolUrls(flow.tools ?? [], sandbox.options);
  return { ...flow };
};

export const addFlowRoutes = (app: SandboxApp, sandbox: Sandbox): void => {
  addEngineRoutes(app, sandbox, {
    engine: flowEngine,
    paths: {
      create: "/create-conversation-flow",
      get: "/get-conversation-flow/:id",
      update: "/update-conversation-flow/:id",
      list: "/v2/list-conversation-flows",
      remove: "/delete-conversation-flow/:id",
    },
    // Unknown flows: 404, but 422 on update (retell-api.md 12.3).
    unknownStatus: { get: 404, update: 422, remove: 404 },
    validate: validateFlow,
    // Only settable at creation, ignored later (retell-api.md 1.1).
    fixedFields: ["is_transfer_cf"],
  });
};
