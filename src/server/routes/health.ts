import { AscendiaError } from "../../errors.ts";
import { type Reply, jsonReply } from "../http.ts";
import type { Route, RoutePorts } from "./route.ts";

export const healthRoutes: readonly Route[] = [
  { method: "GET", path: "/healthz", answer: () => jsonReply(200, { status: "ok" }) },
  { method: "GET", path: "/readyz", answer: (_, ports) => readiness(ports) },
  {
    method: "GET",
    path: "/metrics",
    answer: async (_, { metrics, business }) => ({
      status: 200,
      contentType: "text/plain; version=0.0.4; charset=utf-8",
      body: `${metrics.text()}${(await business?.text()) ?? ""}`,
    }),
  },
];

/** Any failure of the database counts: a server that cannot read its clinics cannot take calls. */
async function readiness(ports: RoutePorts): Promise<Reply> {
  try {
    await ports.ready();
    return jsonReply(200, { status: "ready" });
  } catch (error) {
    ports.log.error({ reason: String(error) }, "not ready");
    const reason = error instanceof AscendiaError ? error.message : "The database does not answer";
    return jsonReply(503, { status: "unavailable", error: reason });
  }
}
