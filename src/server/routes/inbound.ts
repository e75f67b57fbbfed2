import { answerInbound } from "../inbound.ts";
import type { Route } from "./route.ts";

export const INBOUND_PATH = "/webhooks/retell/inbound";

export const inboundRoutes: readonly Route[] = [INBOUND_PATH, `${INBOUND_PATH}/:clinic`].map((path) => ({
  method: "POST",
  path,
  answer: (request, ports) =>
    answerInbound({ ...bodyOf(request), named: request.parameter("clinic") }, request.exchange, ports),
}));

function bodyOf({ rawBody, signature }: Parameters<Route["answer"]>[0]) {
  return { rawBody, signature };
}
