import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import * as z from "zod";

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({ name: z.string(), strict: z.literal(true), schema: z.looseObject({}) }),
  }),
});

export interface AskedModel {
  /** The name of the requested output, such as choose_transition. */
  readonly name: string;
  readonly model: string;
  readonly authorization: string | undefined;
  readonly instructions: string;
  readonly input: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export type ModelReply =
  /** Converted to JSON for the content, unless it is a text. */
  | { readonly content: unknown; readonly finish?: string; readonly refusal?: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | "silence";

/** An endpoint for chat completions that gives the test's answers and records its requests. */
export async function startModelServer(reply: (asked: AskedModel, count: number) => ModelReply) {
  const asked: AskedModel[] = [];
  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: string[] = [];
    for await (const chunk of request) chunks.push(String(chunk));
    const { model, messages, response_format: format } = requestSchema.parse(JSON.parse(chunks.join("")));
    const [instructions, input] = messages.map(({ content }) => content);
    asked.push({
      name: format.json_schema.name,
      model,
      authorization: request.headers.authorization,
      instructions: instructions ?? "",
      input: input ?? "",
      schema: format.json_schema.schema,
    });
    const [question] = asked.slice(-1);
    const answer = question === undefined ? "silence" : reply(question, asked.length);
    if (answer === "silence") return;
    response.setHeader("content-type", "application/json");
    if ("status" in answer) {
      response.writeHead(answer.status, answer.headers);
      response.end(JSON.stringify({ error: { message: "as the test says" } }));
      return;
    }
    const content = typeof answer.content === "string" ? answer.content : JSON.stringify(answer.content);
    const message = { role: "assistant", content, refusal: answer.refusal ?? null };
    response.end(
      JSON.stringify({
        id: "1",
        object: "chat.completion",
        choices: [{ index: 0, message, finish_reason: answer.finish ?? "stop" }],
      }),
    );
  };
  const abandoned: string[] = [];
  const server = createServer((request, response) => {
    response.on("close", () => {
      if (!response.writableEnded) abandoned.push(asked.at(-1)?.name ?? "");
    });
    answerTo(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    /** Requests whose client hung up before the answer. */
    abandoned,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
