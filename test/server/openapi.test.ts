import { expect, test } from "vitest";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { inboundRequestSchema } from "../../src/server/http-schemas.ts";
import { readInbound } from "../../src/server/inbound.ts";
import { createApp } from "../../src/server/app.ts";
import { publishedPaths } from "./published-answers.ts";
import { inboundCall, startApp } from "./server-fixture.ts";

function notCalled(): never {
  throw new Error("nothing is asked here");
}

test("docs/openapi.json lists exactly the paths that the application serves", async () => {
  const { ports } = await startApp({ functions: clinicFunctions(notCalled) });
  const served = createApp(ports).paths.map((path) => path.replaceAll(/:(\w+)/g, "{$1}"));
  expect([...publishedPaths].toSorted()).toEqual(served.toSorted());
});

test.each([
  [inboundCall("+2290197000001")],
  [inboundCall()],
  [{ chat_inbound: { chat_id: "chat_1", to_number: "+14155550101", added_later: true } }],
  [{ call_inbound: {} }],
  [{ call_inbound: [] }],
  [{ event: "call_inbound" }],
  [{}],
  [[]],
  ["call_inbound"],
])("the published schema of inbound requests and the hand-written parser agree on %j", (body) => {
  const isRead = (() => {
    try {
      return readInbound(body) !== undefined;
    } catch {
      return false;
    }
  })();
  expect(inboundRequestSchema.safeParse(body).success).toBe(isRead);
});
