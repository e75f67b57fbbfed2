import { expect, test } from "vitest";
import type { ToolCall } from "../../../src/flow/ports.ts";
import { sendToOwn } from "../../../src/simulator/run/recorded-tools.ts";
import type { SignedRequest } from "../../../src/domain/call/signed-request.ts";
import { textLike } from "../../fakes/text-like.ts";

const server = "http://127.0.0.1:4711";

function callTo(url: string): ToolCall {
  const sent = { headers: {}, query: {}, args: { phone: "+2290197000000" }, body: "{}", timeoutMs: 1000, attempt: 1 };
  return { kind: "custom", toolCallId: "t1", name: "check_insurance", url, method: "POST", ...sent };
}

function world() {
  const requests: SignedRequest[] = [];
  const wire = {
    send: (request: SignedRequest) => {
      requests.push(request);
      return Promise.resolve({ kind: "answered" as const, status: 200, body: "{}", ms: 1 });
    },
  };
  return { url: server, wire, requests };
}

test("a tool of the server that is simulated is called there", async () => {
  const own = world();
  expect(await sendToOwn(callTo(`${server}/api/check-insurance`), own, [])).toMatchObject({ ok: true });
  expect(own.requests.map(({ url }) => url)).toEqual([`${server}/api/check-insurance`]);
});

test.each([
  "https://insurance.example/check",
  "http://127.0.0.1:4712/api/check-insurance",
  "http://127.0.0.1:4711.example/api/check-insurance",
  "not an address",
])("%s is never called: a mock answers, or the call fails and says that it needs one", async (url) => {
  const own = world();
  const without = await sendToOwn(callTo(url), own, []);
  expect(without).toMatchObject({ ok: false, content: textLike(/give the scenario a mock/) });
  const mock = { tool: "check_insurance", answer: { covered: true } };
  expect(await sendToOwn(callTo(url), own, [mock])).toEqual({
    ok: true,
    status: 200,
    content: '{"covered":true}',
    ms: 0,
  });
  const refusal = await sendToOwn(callTo(url), own, [{ ...mock, status: 503 }]);
  expect(refusal).toMatchObject({ ok: false, status: 503 });
  expect(own.requests).toEqual([]);
});
