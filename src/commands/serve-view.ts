export interface ServerFacts {
  readonly listening: string;
  readonly public_url: string;
  readonly inbound_webhook: string;
  readonly functions: string;
  readonly events: string;
  readonly socket: string;
  readonly mode: string;
  readonly database: string;
}

export function serverText(facts: ServerFacts): string {
  return [
    `Listening on ${facts.listening} · ${facts.mode} mode · database ${facts.database}`,
    "Point Retell here:",
    `  inbound webhook of each number  ${facts.inbound_webhook}`,
    `  functions of the agent          ${facts.functions}`,
    `  webhook URL of the agent        ${facts.events}`,
    `  socket of a custom LLM          ${facts.socket}`,
    `Health: ${facts.listening}/healthz, /readyz, /metrics. Stop with Ctrl-C.`,
  ].join("\n");
}
