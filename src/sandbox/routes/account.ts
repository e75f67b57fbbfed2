import { type SandboxApp, unknownId } from "../http/http.ts";
import type { Sandbox } from "../sandbox.ts";
import { countOngoingCalls } from "../store/records.ts";
import { findVoice, voices } from "../workspace/agent.ts";

/** The read-only endpoints: voices, concurrency, the key's owner. */
export function addAccountRoutes(app: SandboxApp, { database, options }: Sandbox): void {
  app.get("/list-voices", (c) => c.json(voices));

  app.get("/get-voice/:id", (c) => {
    const voice = findVoice(c.req.param("id"));
    if (voice === undefined) throw unknownId(422, `voice ${c.req.param("id")}`);
    return c.json(voice);
  });

  app.get("/get-concurrency", async (c) =>
    c.json({
      current_concurrency: await countOngoingCalls(database.reads),
      concurrency_limit: options.concurrencyLimit,
      base_concurrency: options.concurrencyLimit,
      purchased_concurrency: 0,
      concurrency_purchase_limit: 0,
      remaining_purchase_limit: 0,
      concurrency_burst_enabled: false,
      concurrency_burst_limit: 0,
      reserved_inbound_concurrency: 0,
    }),
  );

  app.get("/get-api-key-info", (c) => c.json({ api_key_name: "sandbox key", org_name: "Ascendia sandbox" }));
}
