import { isObject } from "../../flow/unwrap-flow.ts";
import type { JsonObject } from "./ports.ts";

/** Whether the flow has an edge for calls with this `clinic_status`. Without it they continue like any other call. */
export function hasEdgeFor(status: string, flow: JsonObject): boolean {
  return someObject(
    flow,
    ({ left, operator, right }) => left === "{{clinic_status}}" && operator === "==" && right === status,
  );
}

function someObject(value: unknown, test: (object: JsonObject) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => someObject(item, test));
  if (!isObject(value)) return false;
  return test(value) || Object.values(value).some((item) => someObject(item, test));
}
