import { type ServerResponse, createServer } from "node:http";
import { isObject } from "../../../src/flow/parse/unwrap-flow.ts";

type Json = Readonly<Record<string, unknown>>;

export interface ChangedRetell {
  readonly url: string;
  close(): Promise<void>;
}

/** Added to every answer about flows: a name that no version of ascendia can know. */
export const unknownKey = "x_of_tomorrow";
export const newModel = "model-of-tomorrow-1";
export const newNode = { id: "node-of-tomorrow", type: "hologram", beam: "blue" };
export const newEvent = "call_teleported";
export const newReason = "beamed_up";

/**
 * Retell as it may be next month, in front of an emulator's real answers: more keys, other names, another form of
 * models.
 */
export async function changedRetell(target: string): Promise<ChangedRetell> {
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const { method = "GET", url = "/", headers } = incoming;
      void answerInto(
        outgoing,
        passOn(target, { method, url, key: headers.authorization ?? "" }, Buffer.concat(parts)),
      );
    });
  });
  // On a busy machine, a child may reuse its connection later than Node's default of five seconds.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerInto(outgoing: ServerResponse, answer: ReturnType<typeof passOn>): Promise<void> {
  const { status, body } = await answer;
  outgoing.writeHead(status, body === "" ? {} : { "content-type": "application/json" });
  outgoing.end(status === 204 ? undefined : body);
}

interface PassedRequest {
  readonly method: string;
  readonly url: string;
  readonly key: string;
}

async function passOn(target: string, { method, url, key }: PassedRequest, body: Buffer) {
  const answer = await fetch(`${target}${url}`, {
    method,
    headers: { authorization: key, "content-type": "application/json" },
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: answer.ok && text !== "" ? JSON.stringify(changed(JSON.parse(text))) : text };
}

function changed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(changed);
  if (!isObject(value)) return value;
  if (Array.isArray(value["items"])) return { ...value, items: value["items"].map(changed) };
  if (Array.isArray(value["nodes"])) return changedFlow(value);
  const { webhook_events: sent } = value;
  const events: readonly unknown[] | undefined = Array.isArray(sent) ? sent : undefined;
  return {
    ...value,
    [unknownKey]: { a: 1 },
    ...(events !== undefined && { webhook_events: [...new Set([...events, newEvent])] }),
  };
}

function changedFlow(flow: Json): Json {
  const { model_choice: choice, model_config: config, nodes, ...rest } = flow;
  const settings = isObject(config) ? config : isObject(choice) ? { type: choice["type"] } : {};
  const others: readonly unknown[] = Array.isArray(nodes) ? nodes : [];
  const known = others.filter((node) => !isObject(node) || node["id"] !== newNode.id);
  const { tools, components } = rest;
  return {
    ...rest,
    ...(Array.isArray(tools) && { tools: tools.map(marked) }),
    ...(Array.isArray(components) && { components: components.map(marked) }),
    [unknownKey]: true,
    model_config: { ...settings, primary: { model: newModel } },
    nodes: [...known.map(marked), newNode],
  };
}

/** Objects whose keys are the customer's own names, to which no key may be added. */
const free = new Set(["headers", "query_params", "parameters", "response_variables", "default_dynamic_variables"]);

/** A copy in which the object and all objects in it have an additional key. */
export function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (!isObject(value)) return value;
  const inner = Object.entries(value).map(([key, item]) => [key, free.has(key) ? item : marked(item)] as const);
  return { ...Object.fromEntries(inner), [unknownKey]: "kept" };
}
