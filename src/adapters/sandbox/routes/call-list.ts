import * as z from "zod";
import { pageFields, pageRequest, toPage } from "../http/page.ts";
import { readBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { type CallFilter, callFilter } from "../schemas/call-filter-schema.ts";
import { type Slice, walkDocuments } from "../store/documents.ts";
import { callRecordOf, presentCall } from "../workspace/call.ts";
import { matchesCall } from "../workspace/match-call.ts";

const listRequest = z
  .strictObject({
    ...pageFields,
    filter_criteria: callFilter.optional(),
    skip: z.int().min(0).optional(),
    include_total: z.boolean().optional(),
  })
  .refine((request) => request.skip === undefined || request.pagination_key === undefined, {
    error: "skip and pagination_key exclude each other",
  });

interface Listed {
  readonly seq: number;
  readonly call: JsonObject;
}

/** Lists leave these out; each call has to be fetched for them (retell-api.md 9.7). */
const notListed = new Set([
  "transcript",
  "transcript_object",
  "transcript_with_tool_calls",
  "scrubbed_transcript_with_tool_calls",
]);

export const addCallListRoute = (app: SandboxApp, sandbox: Sandbox): void => {
  app.post("/v3/list-calls", async (c) => {
    const sent = await readBody(c, { schema: listRequest }, sandbox.options);
    const request = pageRequest(sent);
    const filter = sent.filter_criteria ?? {};
    const calls = matchingCalls(filter, { ...request, limit: 500 }, sandbox);
    const found = await take(calls, { skip: sent.skip ?? 0, count: request.limit + 1 });
    const page = toPage(found, request, { position: (one) => one.seq, item: (one) => listItem(one.call) });
    if (sent.include_total !== true) return c.json(page);
    const all = matchingCalls(filter, { order: "desc", after: undefined, limit: 500 }, sandbox);
    const { length: total } = await take(all, { skip: 0, count: Number.POSITIVE_INFINITY });
    return c.json({ ...page, total });
  });
};

async function* matchingCalls(filter: CallFilter, from: Slice, sandbox: Sandbox): AsyncGenerator<Listed> {
  const now = sandbox.clock.now();
  for await (const document of walkDocuments("call", from, sandbox.database.reads)) {
    const record = callRecordOf(document);
    const call = presentCall(record, now);
    if (matchesCall({ ...call, batch_call_id: record.batch_call_id }, filter)) yield { seq: document.seq, call };
  }
}

const take = async (
  calls: AsyncGenerator<Listed>,
  { skip, count }: { readonly skip: number; readonly count: number },
): Promise<Listed[]> => {
  const taken: Listed[] = [];
  let passed = 0;
  for await (const call of calls) {
    passed += 1;
    if (passed > skip) taken.push(call);
    if (taken.length >= count) break;
  }
  return taken;
};

const listItem = (call: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(call).filter(([field]) => !notListed.has(field)));
