import * as z from "zod";
import { retellReply, unreadable } from "./errors.ts";

/** docs/retell.md 12.2 */
const largestPage = 1000;

export type PageQuery = { readonly limit: number; readonly pagination_key?: string };

/**
 * Yields every page of a list: the SDK does not paginate (docs/retell.md 12.2). A list counts as complete only if the
 * answer says so: half a list would make numbers look lost and calls look unplaced.
 * @throws transient if the answer does not say how to get the next page
 */
export async function* everyPage<T>(
  what: string,
  item: z.ZodType<T>,
  ask: (query: PageQuery) => PromiseLike<unknown>,
): AsyncIterable<readonly T[]> {
  const page = z.looseObject({
    items: z.array(item),
    has_more: z.boolean().nullish(),
    pagination_key: z.string().nullish(),
  });
  const asked = new Set<string>();
  let key: string | undefined;
  do {
    const query = key === undefined ? { limit: largestPage } : { limit: largestPage, pagination_key: key };
    const answer = await retellReply(what, page, () => ask(query));
    yield answer.items;
    key = nextOf(what, answer);
    if (key !== undefined && asked.has(key)) throw unreadable(what, "its pages form a loop");
    if (key !== undefined) asked.add(key);
  } while (key !== undefined);
}

interface PageEnd {
  readonly items: readonly unknown[];
  readonly has_more?: boolean | null | undefined;
  readonly pagination_key?: string | null | undefined;
}

function nextOf(what: string, answer: PageEnd): string | undefined {
  const { items, has_more: hasMore, pagination_key: key, ...others } = answer;
  if (hasMore === false) return undefined;
  if (typeof key === "string" && key !== "") return key;
  const isWhole = typeof hasMore !== "boolean" && items.length < largestPage && Object.values(others).every(isNothing);
  if (isWhole) return undefined;
  throw unreadable(what, "it lacks the pagination_key of the next page");
}

/** Any other non-empty field may be the link to the next page, under a name that we do not know. */
function isNothing(value: unknown): boolean {
  return value === null || value === false || value === "";
}

/** The items of all pages, in order. */
export async function allItems<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const items of pages) found.push(...items);
  return found;
}
