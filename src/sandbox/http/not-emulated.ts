/** Endpoints of the real API that this emulator lacks (docs/retell.md 12.1), with their purpose. */
const notEmulated: readonly (readonly [method: string, path: RegExp, what: string])[] = [
  ["POST", /^\/v2\/(listen-live|take-over-live)-call\/[^/]+$/u, "listening to and taking over live calls"],
  [
    "*",
    /^\/(create|get|update|delete|end|list)-(sms-)?chat(-completion|-agent|-agents|-agent-versions)?(\/.*)?$/u,
    "chats and chat agents",
  ],
  ["*", /^\/v\d+\/list-chats?$/u, "chats"],
  ["PUT", /^\/rerun-chat-analysis\/[^/]+$/u, "chats"],
  ["POST", /^\/agent-playground-completion\/[^/]+$/u, "the playground"],
  ["*", /^\/(create|get|delete|add|list|update)-knowledge-bases?(-sources?)?(\/.*)?$/u, "knowledge bases"],
  [
    "POST",
    /^\/(search-community-voice|add-community-voice|clone-voice|create-voice)$/u,
    "searching, adding and cloning voices",
  ],
  ["POST", /^\/create-asset$/u, "assets"],
  ["GET", /^\/get-mcp-tools\/[^/]+$/u, "the tools of MCP servers"],
  ["*", /^\/(v\d+\/)?(create|get|list)-export-requests?(\/.*)?$/u, "exports"],
  ["*", /^\/(create|update|list|get|delete|upload|backfill)-contacts?(-.*)?(\/.*)?$/u, "contacts"],
  ["GET", /^\/get-backfill-contact-job-status(\/.*)?$/u, "contacts"],
  ["*", /^\/(create|update|get|delete|list)-apps?(-usages)?(\/.*)?$/u, "apps"],
  ["POST", /^\/test-app-auth\/[^/]+$/u, "apps"],
  ["*", /^\/.*(crm|sync-job|integration|webhook-subscription).*$/u, "integrations"],
  ["POST", /^\/import-agent$/u, "importing agents"],
  ["PATCH", /^\/update-batch-call\/[^/]+$/u, "changing batch calls"],
];

/**
 * The part of the real API to which a request without a route belongs; undefined if the real API has no such endpoint.
 */
export function notEmulatedPart(method: string, path: string): string | undefined {
  return notEmulated.find(([verb, pattern]) => (verb === "*" || verb === method) && pattern.test(path))?.[2];
}
