import type { Context } from "hono";
import * as z from "zod";
import { badRequest } from "./http.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import { describeIssues } from "./request-body.ts";

/** 50 items by default, at most 1000, newest first (docs/retell.md 12.2). */
export const pageFields = {
  limit: z.int().min(1).max(1000).default(50),
  sort_order: z.enum(["ascending", "descending"]).default("descending"),
  pagination_key: z.string().optional(),
};

const pageQuery = z.object({ ...pageFields, limit: z.preprocess(numberFromQuery, pageFields.limit) });

export interface PageRequest {
  readonly limit: number;
  readonly order: "asc" | "desc";
  readonly after: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly has_more: boolean;
  readonly pagination_key?: string;
}

interface PageFields {
  readonly limit: number;
  readonly sort_order: "ascending" | "descending";
  readonly pagination_key?: string | undefined;
}

function numberFromQuery(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
}

/** `limit`, `sort_order` and `pagination_key` from the query string; 400 if one of them is invalid. */
export function readPageQuery(context: Context, options: SandboxOptions): PageRequest {
  const query = pageQuery.safeParse(context.req.query());
  if (!query.success) throw badRequest(describeIssues(query.error.issues));
  return pageRequest(query.data, options);
}

export function pageRequest(fields: PageFields, options: SandboxOptions): PageRequest {
  return {
    limit: fields.limit,
    order: fields.sort_order === "ascending" ? "asc" : "desc",
    after: fields.pagination_key === undefined ? undefined : positionOf(fields.pagination_key, options),
  };
}

/** The key is encoded so that clients do not rely on its being a position. */
function keyOf(position: number): string {
  return Buffer.from(`after:${position}`).toString("base64url");
}

function positionOf(key: string, { wordedRules }: SandboxOptions): number | undefined {
  const position = /^after:(\d+)$/u.exec(Buffer.from(key, "base64url").toString());
  if (position === null && wordedRules === "leave_out") return undefined;
  if (position === null) throw badRequest("Invalid request format: pagination_key was not made by this API.");
  return Number(position[1]);
}

/** A page of `found`, which contains one extra entry if there are more. */
export function toPage<Found, Item>(
  found: readonly Found[],
  request: PageRequest,
  read: { readonly position: (entry: Found) => number; readonly item: (entry: Found) => Item },
): Page<Item> {
  const entries = found.slice(0, request.limit);
  const last = entries.at(-1);
  const hasMore = found.length > request.limit && last !== undefined;
  return {
    items: entries.map((entry) => read.item(entry)),
    has_more: hasMore,
    ...(hasMore ? { pagination_key: keyOf(read.position(last)) } : {}),
  };
}
