import { isObject } from "../../flow/unwrap-flow.ts";
import type { JsonObject } from "./ports.ts";

/** Whether some edge of the flow is for calls whose `clinic_status` is this one. Without it they go on as any other. */
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
