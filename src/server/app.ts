import { AscendiaError } from "../errors.ts";
import { HttpRefusal } from "./http-refusal.ts";
import { BODY_LIMIT_BYTES } from "./http.ts";
import { inboundRoutes } from "./inbound.ts";
import { RequestMetrics } from "./metrics/request-metrics.ts";
import type { ServerPorts } from "./ports.ts";
import { RequestBodies } from "./request-bodies.ts";
import { eventRoutes } from "./routes/events.ts";
import { functionRoutes } from "./routes/functions.ts";
import { healthRoutes } from "./routes/health.ts";
import type { Route, RoutePorts } from "./routes/route.ts";

/** How to answer a request: the route and the name in its path, or why no route answers it. */
export type Asked =
  | { readonly route: Route; readonly named: string | undefined; readonly refusal?: undefined }
  | { readonly pattern: string; readonly refusal: Error };

/** The whole HTTP surface. */
export interface App {
  readonly ports: RoutePorts;
  readonly paths: readonly string[];
  /** @param url path and query, as in node:http */
  find(method: string, url: string): Asked;
}

interface ServedPart {
  readonly only?: "web" | "socket" | "jobs" | undefined;
}

export function createApp(
  ports: ServerPorts & ServedPart,
  metrics = new RequestMetrics(),
  bodies = new RequestBodies(),
): App {
  for (const counter of ports.counters ?? []) metrics.add(counter);
  const isWeb = ports.only === undefined || ports.only === "web";
  const forRetell = isWeb ? [...inboundRoutes, ...functionRoutes(ports.functions), ...eventRoutes] : [];
  const routes = [...forRetell, ...healthRoutes];
  const byPath = new Map(routes.map((route) => [route.path, route]));
  return {
    ports: { ...ports, metrics, bodies },
    paths: [...byPath.keys()],
    find: (method, url) => find(byPath, method, url),
  };
}

const NAMED = "/:clinic";

function find(routes: ReadonlyMap<string, Route>, method: string, url: string): Asked {
  const path = url.split("?", 1)[0] ?? "";
  const exact = routes.get(path);
  if (exact !== undefined) return taking(exact, method, undefined);
  const cut = path.lastIndexOf("/");
  const route = routes.get(path.slice(0, cut) + NAMED);
  const name = path.slice(cut + 1);
  if (route === undefined || name === "") return nothingThere;
  const named = decoded(name);
  return named === undefined
    ? { pattern: route.path, refusal: new AscendiaError("not_found", "Clinic not found") }
    : taking(route, method, named);
}

const nothingThere: Asked = {
  pattern: "none",
  refusal: new AscendiaError("not_found", "There is nothing at this path"),
};

/** Treats HEAD as GET: node:http omits the body. */
function taking(route: Route, method: string, named: string | undefined): Asked {
  if ((method === "HEAD" ? "GET" : method) === route.method) return { route, named };
  const refusal = new HttpRefusal(405, `This path takes ${route.method} only`, { allow: route.method });
  return { pattern: route.path, refusal };
}

/** undefined: a name that cannot be decoded, which belongs to no clinic. */
function decoded(name: string): string | undefined {
  if (!name.includes("%")) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

export function limitOf({ limitBytes = BODY_LIMIT_BYTES }: Route): number {
  return limitBytes;
}

/** Older outcome reports carry the installation's secret instead of a signature. */
export function holdsSecret(
  authorization: string | undefined,
  { takesSecret = false }: Route,
  { outcomes }: RoutePorts,
): boolean {
  const token = /^Bearer (\S{1,200})$/iu.exec(authorization ?? "")?.[1];
  return takesSecret && token !== undefined && outcomes?.isSecret(token) === true;
}
