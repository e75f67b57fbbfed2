import Retell from "retell-sdk";
import { isObject } from "../../../src/flow/parse/unwrap-flow.ts";

/** Every method of every resource of the installed SDK, as `resource.method`; read from its classes. */
export function sdkMethods(): readonly string[] {
  return methodsBelow(new Retell({ apiKey: "key" }), "");
}

function methodsBelow(owner: object, prefix: string): readonly string[] {
  return Object.entries(owner).flatMap(([name, value]: [string, unknown]) => {
    if (!isResource(value)) return [];
    const prototype: unknown = Object.getPrototypeOf(value);
    const own = isObject(prototype) ? Object.getOwnPropertyNames(prototype) : [];
    const methods = own.filter((method) => method !== "constructor").map((method) => `${prefix}${name}.${method}`);
    return methods.concat(methodsBelow(value, `${prefix}${name}.`));
  });
}

const isResource = (value: unknown): value is object => isObject(value) && "_client" in value;

/** Calls a method by name, with an id and a body that suit most methods without a special case. */
export async function callByName(client: Retell, name: string): Promise<unknown> {
  const steps = name.split(".");
  const method = steps.pop() ?? "";
  const owner = steps.reduce<unknown>(
    (value, step) => (isObject(value) ? Reflect.get(value, step) : undefined),
    client,
  );
  const found: unknown = isObject(owner) ? Reflect.get(owner, method) : undefined;
  if (typeof found !== "function") throw new Error(`The SDK has no ${name}.`);
  return Reflect.apply(found, owner, ["id_1", { knowledge_base_id: "id_2" }]);
}
