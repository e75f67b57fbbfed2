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
}

let close: (() => void) | undefined;

afterEach(() => close?.());

/** Numbers of a Retell that always answers this. */
async function answering({ status, headers = {}, body }: Answer) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
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
  ])("429 with %o says how long to wait", async (headers, retryAfterMs) => {
    const numbers = await answering({ status: 429, headers, body: '{"status":"error","message":"slow down"}' });
    const refused: unknown = await numbers.buy(order, binding).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimitError);
    expect(refused).toMatchObject({ code: "transient", retryAfterMs });
  });
});
