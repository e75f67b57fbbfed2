import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { type SandboxApp, badRequest, unknownId } from "../http/http.ts";
import { readPageQuery, toPage } from "../http/page.ts";
import { readBody } from "../http/request-body.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import {
  e164,
  insteadWhenBuying,
  insteadWhenImporting,
  insteadWhenUpdating,
  numberChanges,
  numberToBuy,
  numberToImport,
} from "../schemas/phone-number-schema.ts";
import type { Queries } from "../store/database.ts";
import { deleteDocument, findDocument, insertDocument, replaceDocument, sliceDocuments } from "../store/documents.ts";
import { checkPublicUrl } from "../workspace/engine.ts";
import { checkNumberRules } from "../workspace/worded-rules.ts";
import {
  boughtNumber,
  changedNumber,
  checkBoundAgents,
  checkFallback,
  importedNumber,
  numberToSell,
  presentNumber,
  requireNumber,
} from "../workspace/phone-number.ts";

export function addPhoneNumberRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, clock, options } = sandbox;

  app.post("/create-phone-number", async (c) => {
    const order = await readBody(c, { schema: numberToBuy, instead: insteadWhenBuying }, options);
    checkNumberRules(order, options);
    checkPublicUrl("inbound_webhook_url", order.inbound_webhook_url, options);
    const created = await database.write(async (queries) => {
      const phoneNumber = await numberToSell(order, queries);
      await checkFallback(phoneNumber, order.fallback_number, queries);
      return storeNumber(phoneNumber, boughtNumber(phoneNumber, order), { sandbox, queries });
    });
    return c.json(created, 201);
  });

  app.post("/import-phone-number", async (c) => {
    const sent = await readBody(c, { schema: numberToImport, instead: insteadWhenImporting }, options);
    checkNumberRules(sent, options);
    checkPublicUrl("inbound_webhook_url", sent.inbound_webhook_url, options);
    if (sent.ignore_e164_validation === false && !e164.safeParse(sent.phone_number).success) {
      throw badRequest(
        "Invalid request format: phone_number: must be an E.164 number: +, country code, number, no spaces.",
      );
    }
    const imported = await database.write((queries) =>
      storeNumber(sent.phone_number, importedNumber(sent), { sandbox, queries }),
    );
    return c.json(imported, 201);
  });

  app.get("/get-phone-number/:number", async (c) => {
    return c.json(presentNumber(await requireNumber(phoneNumberOf(c), database.reads)));
  });

  app.patch("/update-phone-number/:number", async (c) => {
    const changes = await readBody(c, { schema: numberChanges, instead: insteadWhenUpdating }, options);
    checkNumberRules(changes, options);
    checkPublicUrl("inbound_webhook_url", changes.inbound_webhook_url, options);
    const updated = await database.write(async (queries) => {
      const stored = await requireNumber(phoneNumberOf(c), queries);
      await checkFallback(stored.id, changes.fallback_number, queries);
      const body = changedNumber(stored.body, changes);
      await checkBoundAgents(changes, options, queries);
      const document = { id: stored.id, body, modifiedAt: clock.now() };
      await replaceDocument({ kind: "phone_number", ...document }, queries);
      return presentNumber(document);
    });
    return c.json(updated);
  });

  app.get("/v2/list-phone-numbers", async (c) => {
    const request = readPageQuery(c, sandbox.options);
    const found = await sliceDocuments("phone_number", { ...request, limit: request.limit + 1 }, database.reads);
    return c.json(toPage(found, request, { position: (one) => one.seq, item: presentNumber }));
  });

  app.delete("/delete-phone-number/:number", async (c) => {
    const id = phoneNumberOf(c);
    const deleted = await database.write((queries) => deleteDocument({ kind: "phone_number", id }, queries));
    if (!deleted) throw unknownId(422, `phone number ${id}`);
    return c.body(null, 204);
  });
}

/** The path parameter is percent-decoded only, so a `+` stays a plus sign (docs/retell.md 3.3). */
function phoneNumberOf(context: Context): string {
  return context.req.param("number") ?? "";
}

interface Storing {
  readonly sandbox: Sandbox;
  readonly queries: Queries;
}

async function storeNumber(id: string, body: JsonObject, { sandbox, queries }: Storing): Promise<JsonObject> {
  if ((await findDocument({ kind: "phone_number", id }, queries)) !== undefined) {
    throw new HTTPException(sandbox.options.numberTakenStatus, {
      message: `The phone number ${id} is already in this workspace.`,
    });
  }
  await checkBoundAgents(body, sandbox.options, queries);
  const document = { id, body, modifiedAt: sandbox.clock.now() };
  await insertDocument({ kind: "phone_number", ...document }, queries);
  return presentNumber(document);
}
