import { expect, test } from "vitest";
import * as z from "zod";
import { allItems, everyPage } from "../../../src/adapters/retell/pages.ts";
import { textLike } from "../../fakes/text-like.ts";

const item = z.object({ id: z.string() });

/** The list as Retell would answer it, page by page. */
async function listed(pages: readonly unknown[]): Promise<readonly string[]> {
  let asked = 0;
  const found = await allItems(everyPage("list the things", item, () => Promise.resolve(pages[asked++])));
  return found.map(({ id }) => id);
}

const [a, b] = [{ id: "a" }, { id: "b" }];

test.each([
  [
    "several pages",
    [
      { items: [a], has_more: true, pagination_key: "k" },
      { items: [b], has_more: false },
    ],
    ["a", "b"],
  ],
  ["null for no next page", [{ items: [a], has_more: false, pagination_key: null }], ["a"]],
  ["a key alone", [{ items: [a], pagination_key: "k" }, { items: [b] }], ["a", "b"]],
  ["renamed fields that name no next page", [{ items: [a], more: false, next_cursor: null }], ["a"]],
])("reads %s", async (_, pages, ids) => {
  expect(await listed(pages)).toEqual(ids);
});

test.each([
  ["more, and no key", [{ items: [a], has_more: true }]],
  ["more, and an empty key", [{ items: [a], has_more: true, pagination_key: "" }]],
  ["a key under another name", [{ items: [a], next_cursor: "k" }]],
  ["more under another name", [{ items: [a], more: true }]],
  ["a full page that says nothing", [{ items: Array.from({ length: 1000 }, () => a) }]],
])("an incomplete list never counts as complete: %s", async (_, pages) => {
  await expect(listed(pages)).rejects.toMatchObject({
    code: "transient",
    message: textLike(/pagination_key of the next page/u),
  });
});

function pageTo(key: string) {
  return { items: [a], has_more: true, pagination_key: key };
}

test("pages that form a loop end with an error", async () => {
  await expect(listed([pageTo("one"), pageTo("two"), pageTo("one")])).rejects.toMatchObject({
    message: textLike(/form a loop/u),
  });
});
