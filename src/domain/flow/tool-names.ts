import type { Flow } from "./flow.ts";

/** Of the flow's tools and its components'. */
export function toolNames({ tools, components }: Flow): ReadonlySet<string> {
  const all = [...(tools ?? []), ...(components ?? []).flatMap((component) => component.tools ?? [])];
  return new Set(all.map(({ name }) => name));
}
