import type { Context } from "hono";

/** Paths that stale code and tutorials still call (retell-api.md 12.1, 13), and what took their place. */
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
  "POST /v2/create-web-call": "POST /v3/create-web-call",
  "POST /create-phone-call": "POST /v2/create-phone-call",
  "POST /register-call": "POST /v2/register-phone-call",
  "POST /v1/call": "POST /v2/create-phone-call",
  "POST /publish-agent/*": "POST /publish-agent-version/{agent_id} with {version}",
  "POST /publish-chat-agent/*": "POST /publish-agent-version/{agent_id} with {version}",
  "GET /list-test-runs/*": "GET /v2/list-test-runs/{test_case_batch_job_id}",
  "POST /v2/webhooks": "the agent field webhook_url with webhook_events",
};

/** Parts of the real API that this emulator leaves out, by the words of their paths. */
const notEmulated =
  /chat|knowledge-base|test-case|batch-test|test-run|playground|community-voice|clone-voice|asset|mcp-tools|export-requests|contact|-app\b|-apps\b|-app-|crm|sync-job|listen-live|take-over-live|rerun-call-analysis/u;

const hintFor = (method: string, path: string): string => {
  const successor = retired[`${method} ${path}`] ?? retired[`${method} ${path.replace(/\/[^/]*$/u, "/*")}`];
  if (successor !== undefined) return ` ${method} ${path} does not exist (any more): use ${successor}.`;
  if (notEmulated.test(path)) return ` The real API may have ${method} ${path}, but this sandbox does not emulate it.`;
  return ` There is no ${method} ${path}.`;
};

export const unknownPath = (context: Context): Response =>
  context.json(
    {
      status: "error",
      message: `The requested resource was not found.${hintFor(context.req.method, context.req.path)}`,
    },
    404,
  );
