import { validateBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { Sandbox } from "../sandbox.ts";
import { retellLlm } from "../schemas/llm-schema.ts";
import { llmEngine } from "../workspace/engine.ts";
import { addEngineRoutes } from "./engines.ts";

export const addLlmRoutes = (app: SandboxApp, sandbox: Sandbox): void => {
  addEngineRoutes(app, sandbox, {
    engine: llmEngine,
    paths: {
      create: "/create-retell-llm",
      get: "/get-retell-llm/:id",
      update: "/update-retell-llm/:id",
      list: "/v2/list-retell-llms",
      remove: "/delete-retell-llm/:id",
    },
    unknownStatus: { get: 422, update: 422, remove: 422 },
    validate: (body) => validateBody(body, { schema: retellLlm }, sandbox.options),
    fixedFields: [],
  });
};
