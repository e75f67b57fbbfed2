import { readFileSync } from "node:fs";
import { z } from "zod";
import { eventSchema } from "../../src/domain/call/events/call-event.ts";
import { outcomeReportSchema } from "../../src/domain/call/events/outcome-report.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import {
  closedAnswerSchema,
  eventAnswerSchema,
  functionAnswerSchemas,
  healthSchema,
  inboundAnswerSchema,
  inboundRequestSchema,
  outcomeAnswerSchema,
  readySchema,
  refusalSchema,
  unreadySchema,
} from "../../src/server/http-schemas.ts";
import { eventRoutes } from "../../src/server/routes/events.ts";
import { functionRoutes, functionSchema } from "../../src/server/routes/functions.ts";
import { healthRoutes } from "../../src/server/routes/health.ts";
import { INBOUND_PATHS } from "../../src/server/ports.ts";
import type { Route } from "../../src/server/routes/route.ts";

type Json = Readonly<Record<string, unknown>>;

/** An operation without its method and path, which come from the server's own table. */
interface Operation {
  readonly summary: string;
  readonly request?: Json;
  readonly answers: Readonly<Record<number, Json>>;
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: "The body is not what is asked for.",
  401: "The signature is missing, wrong or older than five minutes.",
  403: "The call names one clinic but came on another clinic's number.",
  404: "Clinic not found.",
  405: "Another method than the path takes; `allow` names it.",
  413: "The body is larger than 1 MB.",
  500: "A fault of the server.",
  503: "The server cannot answer now.",
};

/** Schemas that several operations use. */
const SHARED = {
  InboundRequest: schemaOf(inboundRequestSchema, "input"),
  InboundAnswer: schemaOf(inboundAnswerSchema, "output"),
  FunctionCall: schemaOf(functionSchema, "input"),
  ClosedAnswer: schemaOf(closedAnswerSchema, "output"),
  Event: schemaOf(eventSchema, "input"),
  Refusal: schemaOf(refusalSchema, "output"),
} satisfies Readonly<Record<string, Json>>;

function shared(name: keyof typeof SHARED): Json {
  return { $ref: `#/components/schemas/${name}` };
}

const inboundRoutes = INBOUND_PATHS.flatMap((base) => [base, `${base}/:clinic`]).map(
  (path) => ({ method: "POST", path }) as const,
);

/** The text of docs/openapi.json: every route of `createApp`, with the zod schemas of its requests and answers. */
export function openApiText(): string {
  const operations = [
    ...inboundRoutes.map((route) => pathItem(route, inbound(route))),
    ...Object.entries(functionAnswerSchemas).flatMap(([name, answer]) =>
      functionRoutes({ [name]: notCalled }).map((route) => pathItem(route, toolFunction(name, answer))),
    ),
    ...eventRoutes.map((route) => pathItem(route, route.takesSecret === true ? OUTCOME : EVENT)),
    ...healthRoutes.map((route) => pathItem(route, healthOperation(route.path))),
  ];
  refuseForgottenFunctions();
  const document = {
    openapi: "3.1.1",
    info: { title: "ascendia", version: packageVersion(), description: "What `ascendia serve` answers Retell." },
    paths: Object.fromEntries(operations),
    components: {
      schemas: SHARED,
      securitySchemes: {
        retell: {
          type: "apiKey",
          in: "header",
          name: "x-retell-signature",
          description: "v=<milliseconds>,d=<HMAC-SHA256 of the raw body and the time, under the webhook key>",
        },
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function inbound({ path }: Pick<Route, "path">): Operation {
  const which = path.endsWith(":clinic") ? "that the path names" : "whose number was dialled";
  return {
    summary: `Answers an inbound call or chat for the clinic ${which}`,
    request: shared("InboundRequest"),
    answers: { 200: json("What the call begins with, or its rejection.", shared("InboundAnswer")) },
  };
}

const EVENT: Operation = {
  summary: "Stores an event of a call or chat",
  request: shared("Event"),
  answers: { 200: json("Stored, now or before.", schemaOf(eventAnswerSchema, "output")) },
};

const OUTCOME: Operation = {
  summary:
    "Stores an event of a call or chat, or an outcome report that holds the installation's secret as bearer token",
  request: { anyOf: [shared("Event"), schemaOf(outcomeReportSchema, "input")] },
  answers: {
    200: json("Stored, now or before.", {
      anyOf: [schemaOf(eventAnswerSchema, "output"), schemaOf(outcomeAnswerSchema, "output")],
    }),
  },
};

function toolFunction(name: string, answer: z.ZodType): Operation {
  const { description = `The agent's function ${name}`, parameters } = toolOf(name) ?? {};
  const call = shared("FunctionCall");
  const request = parameters === undefined ? call : { allOf: [call, { properties: { args: parameters } }] };
  const answers = [schemaOf(answer, "output"), shared("ClosedAnswer")];
  return {
    summary: description,
    request,
    answers: { 200: json("What the agent says and goes on with.", { anyOf: answers }) },
  };
}

const HEALTH: Readonly<Record<string, Operation>> = {
  "/healthz": {
    summary: "Whether the process runs",
    answers: { 200: json("It runs.", schemaOf(healthSchema, "output")) },
  },
  "/readyz": {
    summary: "Whether the database answers",
    answers: {
      200: json("It answers.", schemaOf(readySchema, "output")),
      503: json("It does not.", schemaOf(unreadySchema, "output")),
    },
  },
  "/metrics": {
    summary: "Counts and durations for Prometheus",
    answers: { 200: { description: "Text.", content: { "text/plain": { schema: { type: "string" } } } } },
  },
};

function healthOperation(path: string): Operation {
  const operation = HEALTH[path];
  if (operation === undefined) throw new Error(`build/documents/openapi.ts does not describe ${path}`);
  return operation;
}

function pathItem(
  { method, path }: Pick<Route, "method" | "path">,
  { summary, request, answers }: Operation,
): readonly [string, Json] {
  const refusals: Json = Object.fromEntries(refusalsOf(request !== undefined));
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    description: "Id or slug.",
    schema: { type: "string" },
  }));
  const operation = {
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(request === undefined
      ? {}
      : {
          requestBody: { required: true, content: { "application/json": { schema: request } } },
          security: [{ retell: [] }],
        }),
    responses: { ...refusals, ...answers },
  };
  return [path.replaceAll(/:(\w+)/g, "{$1}"), { [method.toLowerCase()]: operation }];
}

/** By status. Requests without a body are not signed and have no parameters that could be missing. */
function refusalsOf(takesBody: boolean): readonly (readonly [string, Json])[] {
  return Object.entries(REFUSALS)
    .filter(([status]) => takesBody || status === "405" || status === "500")
    .map(([status, description]) => [status, json(description, shared("Refusal"))] as const);
}

function json(description: string, schema: Json): Json {
  return { description, content: { "application/json": { schema } } };
}

/** Omits the dialect, which OpenAPI 3.1 sets, and allows properties that Retell or we add later. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    // A custom check, which zod cannot represent, describes its values in its `meta`.
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return rest;
}

const templateSchema = z.object({
  flow: z.object({
    tools: z.array(
      z.object({
        name: z.string(),
        description: z.string().optional(),
        parameters: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  }),
});

/** The tool as the master agent's template declares it; functions that only other agents use are not there. */
function toolOf(name: string) {
  const { flow } = templateSchema.parse(JSON.parse(readFileSync("templates/master-agent/agent.json", "utf8")));
  return flow.tools.find((tool) => tool.name === name);
}

function refuseForgottenFunctions(): void {
  const served = Object.keys(clinicFunctions(notCalled));
  const forgotten = served.filter((name) => functionAnswerSchemas[name] === undefined);
  if (forgotten.length > 0) throw new Error(`src/server/http-schemas.ts lacks the answer of ${forgotten.join(", ")}`);
}

function notCalled(): never {
  throw new Error("a description runs nothing");
}

function packageVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8"))).version;
}
