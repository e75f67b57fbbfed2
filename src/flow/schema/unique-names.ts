import type * as z from "zod";

/** Retell refuses duplicate names; the second one is reported. */
export function namesAreUnique(list: readonly { readonly name: string }[], context: z.RefinementCtx): void {
  for (const [index, { name }] of list.entries()) {
    if (list.findIndex((one) => one.name === name) === index) continue;
    context.addIssue({ code: "custom", path: [index, "name"], message: `"${name}" is used twice; give each its own` });
  }
}
