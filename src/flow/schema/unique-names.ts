import type * as z from "zod";

/** Retell takes no two of one name; told at the second one. */
export function namesAreUnique(list: readonly { readonly name: string }[], context: z.RefinementCtx): void {
  for (const [index, { name }] of list.entries()) {
    if (list.findIndex((one) => one.name === name) === index) continue;
    context.addIssue({ code: "custom", path: [index, "name"], message: `"${name}" is used twice; give each its own` });
  }
}
