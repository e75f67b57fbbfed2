import { z } from "zod";
import type { Queries } from "../store/database.ts";
import { type DocumentKey, findDocument, replaceDocument } from "../store/documents.ts";

const counter = z.looseObject({ next_version: z.int() });

/** The next version number of an agent or engine. Numbers of deleted versions are not reused. */
export async function takeVersionNumber(key: DocumentKey, queries: Queries): Promise<number> {
  const document = await findDocument(key, queries);
  const body = counter.parse(document?.body);
  const next = { ...body, next_version: body.next_version + 1 };
  await replaceDocument({ ...key, body: next, modifiedAt: document?.modifiedAt ?? 0 }, queries);
  return body.next_version;
}
