import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod";
import { closedSchema } from "../fakes/closed-schema.ts";

const content = z.object({ schema: z.record(z.string(), z.unknown()) });
const operation = z.object({
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), content) })),
});
const openApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.record(z.string(), z.unknown()),
});

const document: unknown = JSON.parse(readFileSync("docs/openapi.json", "utf8"));
const { paths, components } = openApi.parse(closedSchema(document));
const ajv = new Ajv2020({ allErrors: true, strictTypes: false, formats: { date: true }, keywords: ["components"] });
const compiled = new Map<string, ValidateFunction>();

export interface TestApp {
  request(input: string | Request, init?: RequestInit): Promise<Response>;
}

export const publishedPaths: ReadonlySet<string> = new Set(Object.keys(paths));

/** Checks each JSON answer of the application against docs/openapi.json, except on paths that only a test serves. */
export function answeringAsPublished(app: TestApp): TestApp {
  return {
    request: async (input, init) => {
      const request = input instanceof Request ? input : new Request(new URL(input, "http://server.test"), init);
      const { url, method } = request;
      const response = await app.request(request);
      await checkAnswer(method, new URL(url).pathname, response.clone());
      return response;
    },
  };
}

async function checkAnswer(method: string, pathname: string, response: Response): Promise<void> {
  const path = Object.keys(paths).find((each) =>
    new RegExp(`^${each.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
  const described = path === undefined ? undefined : paths[path]?.[method.toLowerCase()];
  if (path === undefined || described === undefined) return;
  const answer = described.responses[response.status]?.content;
  const where = `${method} ${path} ${response.status}`;
  if (answer === undefined) throw new Error(`docs/openapi.json does not describe ${where}`);
  const schema = answer["application/json"]?.schema;
  if (schema === undefined) return;
  const isValid = compiled.get(where) ?? ajv.compile({ ...schema, components });
  compiled.set(where, isValid);
  const body: unknown = await response.json();
  if (isValid(body)) return;
  const faults = ajv.errorsText(isValid.errors, { separator: "\n  " });
  throw new Error(`${where} is not as in docs/openapi.json:\n  ${faults}\n${JSON.stringify(body)}`);
}
