import { createServer } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import { retellNumberPlatform } from "../../../src/adapters/retell/number-platform.ts";
import { RateLimitError } from "../../../src/errors.ts";
import { textLike } from "../../fakes/text-like.ts";

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the connection ends before the answer does. */
  readonly breaksOff?: boolean;
}

let close: (() => void) | undefined;

afterEach(() => close?.());

/** The numbers of a Retell that always gives this answer. */
async function answering({ status, headers = {}, body, breaksOff = false }: Answer) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/json", ...headers });
    if (!breaksOff) return response.end(body);
    response.write(body);
    return setTimeout(() => response.destroy(), 20);
  });
  close = () => server.close();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return retellNumberPlatform(retellClient({ apiKey: "key_test", baseUrl: `http://127.0.0.1:${port}` }));
}

const order = { kind: "buy", country: "US", areaCode: null, tollFree: false } as const;
const binding = {
  nickname: "ascendia:a",
  inboundAgents: [],
  outboundAgents: [],
  inboundWebhookUrl: "https://example.com",
};

describe("an answer of Retell", () => {
  it.each([
    ["that lacks what it must have", '{"nickname":"a"}', /request to buy a number: phone_number/],
    ["that is not JSON", "<html>", /request to buy a number: it is not JSON/],
  ])("%s leaves open what was done", async (_name, body, message) => {
    const numbers = await answering({ status: 201, body });
    await expect(numbers.buy(order, binding)).rejects.toMatchObject({
      code: "transient",
      message: textLike(message),
    });
  });

  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "0.25" }, 250],
    [{ "retry-after-ms": "40", "retry-after": "7" }, 40],
    [{}, 1000],
    [{ "retry-after": "soon" }, 1000],
  ])("429 with %o has its waiting time", async (headers, retryAfterMs) => {
    const numbers = await answering({ status: 429, headers, body: '{"status":"error","message":"slow down"}' });
    const refused: unknown = await numbers.buy(order, binding).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimitError);
    expect(refused).toMatchObject({ code: "transient", retryAfterMs });
  });

  it("that is cut off leaves open what was done, and is no bug", async () => {
    const numbers = await answering({ status: 201, body: '{"phone_number":"+1', breaksOff: true });
    await expect(numbers.buy(order, binding)).rejects.toMatchObject({
      code: "transient",
      message: textLike(/buy a number: the connection broke/),
    });
  });

  it.each([
    ["text/html", 200],
    ["application/json", 200],
  ])("that is a web page of type %s does not count as success", async (type, status) => {
    const numbers = await answering({ status, headers: { "content-type": type }, body: "<!doctype html><p>Sign in" });
    await expect(numbers.release("+15125550100")).rejects.toMatchObject({ code: "transient" });
  });

  it("that redirects is refused, and its target is named but gets no request", async () => {
    const headers = { location: "https://login.example.com/?key=secret" };
    const numbers = await answering({ status: 302, headers, body: "" });
    await expect(numbers.release("+15125550100")).rejects.toMatchObject({
      message: textLike(/did not release .*: 302, a redirect to login\.example\.com$/),
      hint: textLike(/RETELL_BASE_URL/),
    });
  });

  it.each([
    [
      "of a proxy",
      502,
      `<html><head><style>p{color:red}</style></head><h1>Bad Gateway</h1>${"x".repeat(9000)}`,
      /502 Bad Gateway x+…$/,
    ],
    ["of a removed endpoint", 410, '{"status":"error","message":"Removed."}', /410 Removed\.$/],
    ["that repeats the key", 400, '{"status":"error","message":"Bad key key_abcdef123456."}', /400 Bad key key_…\.$/],
  ])("%s is reported in one short line", async (_name, status, body, message) => {
    const type = body.startsWith("<") ? "text/html" : "application/json";
    const numbers = await answering({ status, headers: { "content-type": type }, body });
    await expect(numbers.release("+15125550100")).rejects.toMatchObject({ message: textLike(message) });
  });
});
