import { randomBytes } from "node:crypto";
import { readBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { Sandbox } from "../sandbox.ts";
import {
  agentCallFieldsInstead,
  callFieldsInstead,
  phoneCallToCreate,
  phoneCallToRegister,
  webCallToCreate,
} from "../schemas/call-schema.ts";
import { callRecords, presentCall, requireCall } from "../workspace/call.ts";
import { storeNewCall } from "../workspace/new-call.ts";
import { createOutboundCall } from "../workspace/outbound-call.ts";

const webCallLifeMs = 30_000;

/** Making calls, and reading one (retell-api.md 9). */
export const addCallRoutes = (app: SandboxApp, sandbox: Sandbox): void => {
  const { database, clock, options, callPlayer } = sandbox;

  app.post("/v2/create-phone-call", async (c) => {
    const request = await readBody(c, { schema: phoneCallToCreate, instead: callFieldsInstead }, options);
    const { record, isNew } = await database.write((queries) => createOutboundCall(request, sandbox, queries));
    if (isNew) callPlayer.place(String(record.call["call_id"]), callRecords(sandbox));
    return c.json(presentCall(record, clock.now()), 201);
  });

  app.post("/v2/register-phone-call", async (c) => {
    const request = await readBody(c, { schema: phoneCallToRegister, instead: agentCallFieldsInstead }, options);
    const { agent_id: agentId, agent_version: agentVersion, agent_override: override, ...sent } = request;
    const fields = { call_type: "phone_call", direction: "inbound", ...sent };
    const record = override === undefined ? {} : { agent_override: override };
    const stored = await database.write((queries) =>
      storeNewCall({ agentId, agentVersion, origin: "register", fields, record }, sandbox, queries),
    );
    return c.json(presentCall(stored, clock.now()), 201);
  });

  app.post("/v3/create-web-call", async (c) => {
    const request = await readBody(c, { schema: webCallToCreate, instead: agentCallFieldsInstead }, options);
    const { agent_id: agentId, agent_version: agentVersion, agent_override: override, ...sent } = request;
    const { current_node_id: _node, current_state: _state, ...context } = sent;
    const accessToken = randomBytes(24).toString("base64url");
    const fields = { call_type: "web_call", access_token: accessToken, ...context };
    const record = override === undefined ? {} : { agent_override: override };
    const stored = await database.write((queries) =>
      storeNewCall({ agentId, agentVersion, origin: "web", fields, record }, sandbox, queries),
    );
    const answer = {
      call_id: stored.call["call_id"],
      access_token: accessToken,
      expires_at: stored.created_at + webCallLifeMs,
      ice_servers: [],
      transport: "gateway",
    };
    return c.json(answer, 201);
  });

  app.get("/v2/get-call/:id", async (c) =>
    c.json(presentCall(await requireCall(c.req.param("id"), 422, database.reads), clock.now())),
  );
};
