import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";

const requestSchema = z.looseObject({
  model: z.string(),
  stream: z.literal(true),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: z.string().nullable(),
      tool_calls: z.array(z.looseObject({})).optional(),
    }),
  ),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).optional(),
});

export type AskedChat = z.output<typeof requestSchema>;

/** One step of the stand-in's answer. */
export type ChatStep =
  /** Sent in two pieces, because a token boundary may be anywhere. */
  | { readonly say: string }
  | { readonly call: string; readonly args: unknown }
  | { readonly waitMs: number }
  | { readonly status: number }
  /** `reset`: the connection is torn down; `garbage`: a piece that is not JSON; `never`: no answer at all. */
  | "reset"
  | "garbage"
  | "never"
  /** The stream ends without its final message. */
  | "cut";

/** An endpoint for streamed chat completions that follows the test's script and records its requests. */
export async function startChatServer(script: (asked: AskedChat, count: number) => readonly ChatStep[]) {
  const asked: AskedChat[] = [];
  let aborted = 0;
  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: string[] = [];
    for await (const chunk of request) chunks.push(String(chunk));
    const question = requestSchema.parse(JSON.parse(chunks.join("")));
    asked.push(question);
    response.on("close", () => (aborted += response.writableFinished ? 0 : 1));
    await play(script(question, asked.length), response);
  };
  const server = createServer((request, response) => {
    answerTo(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    aborted: () => aborted,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function play(steps: readonly ChatStep[], response: ServerResponse): Promise<void> {
  let calls = 0;
  for (const step of steps) {
    if (step === "never") return;
    if (step === "cut") return void response.end();
    if (step === "reset") return void response.destroy();
    if (step === "garbage") response.write("data: {not json\n\n");
    else if ("waitMs" in step) await pause(step.waitMs);
    else if ("status" in step) {
      response.writeHead(step.status, { "content-type": "application/json" });
      return void response.end(JSON.stringify({ error: { message: "as the test says" } }));
    } else if ("say" in step) {
      const middle = Math.ceil(step.say.length / 2);
      send(response, { content: step.say.slice(0, middle) });
      send(response, { content: step.say.slice(middle) });
    } else {
      sendCall(response, step, calls);
      calls += 1;
    }
  }
  send(response, {}, calls > 0 ? "tool_calls" : "stop");
  response.end("data: [DONE]\n\n");
}

/** Like OpenAI: first the name, then the arguments in pieces. */
function sendCall(response: ServerResponse, step: { call: string; args: unknown }, index: number): void {
  const args = typeof step.args === "string" ? step.args : JSON.stringify(step.args);
  const middle = Math.ceil(args.length / 2);
  const pieces = [
    { index, id: `call_${index}_${args.length}`, type: "function", function: { name: step.call, arguments: "" } },
    { index, function: { arguments: args.slice(0, middle) } },
    { index, function: { arguments: args.slice(middle) } },
  ];
  for (const piece of pieces) send(response, { tool_calls: [piece] });
}

function send(response: ServerResponse, delta: object, finish: string | null = null): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  const choices = [{ index: 0, delta, finish_reason: finish }];
  response.write(`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", choices })}\n\n`);
}
