import { type CallContext, clinicNamedIn, clinicNumberIn } from "../call/line/call-context.ts";
import { type Clinic, type ClinicNumber, isSlug } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { SocketDirectory } from "./ports.ts";

export interface LineOwner {
  readonly clinic: Pick<Clinic, "id" | "slug">;
  /** The clinic's number and agent as stored, if it has one. */
  readonly number: Pick<ClinicNumber, "phoneNumber" | "agentId"> | undefined;
  /** The clinic here that owns the call's clinic number, if any. */
  readonly numberOwner: Pick<Clinic, "id"> | undefined;
}

export type LineProblem = "names another clinic" | "is held on another number" | "is another agent's";

type Call = CallContext & { readonly agent_id?: string | undefined };

/** The slug in the address proves nothing: the call itself must not contradict it (docs/retell.md 5.4). */
export function lineProblem(call: Call, owner: LineOwner): LineProblem | undefined {
  if (namesAnother(call, owner)) return "names another clinic";
  if (isHeldElsewhere(call, owner)) return "is held on another number";
  const agent = owner.number?.agentId ?? undefined;
  return agent !== undefined && call.agent_id !== undefined && call.agent_id !== agent
    ? "is another agent's"
    : undefined;
}

function namesAnother(call: Call, { clinic }: LineOwner): boolean {
  const named = clinicNamedIn(call);
  return named !== undefined && named !== clinic.id && named !== clinic.slug;
}

function isHeldElsewhere(call: Call, { clinic, number, numberOwner }: LineOwner): boolean {
  if (numberOwner !== undefined) return numberOwner.id !== clinic.id;
  const held = clinicNumberIn(call);
  return held !== undefined && number !== undefined && held !== number.phoneNumber;
}

export const SOCKET_PATH = "/llm-websocket";

/** The parts of an address, before any lookup. */
export interface SocketAddress {
  /** The path segments, decoded; one to three. */
  readonly segments: readonly string[];
  readonly key: string | null;
  /** Retell appends it to the configured address, so it may follow the query (docs/retell.md 8.1). */
  readonly callIdInQuery: string | null;
}

/** Why an address has no dialogue. Retell reports all of them as `error_llm_websocket_open`. */
export interface SocketRefusal {
  readonly status: 400 | 401 | 403 | 404 | 409 | 429 | 503;
  readonly reason: string;
  /** For the log only, where the response says less. */
  readonly logged?: string;
  /** The slug in the address, for the log: never anything that might be a secret. */
  readonly named?: string;
}

export interface SocketRoute {
  readonly clinic: Clinic;
  /** null: the address has no call id; `call_details` will name it. */
  readonly callId: string | null;
  readonly key: string | null;
  /** The address names no clinic and no default was chosen: the first clinic is used. */
  readonly isAssumed?: boolean;
}

const LONGEST = 200;
const FORBIDDEN = /[/\\\p{Cc}]/u;

/** undefined: not a socket address. */
export function readSocketAddress(url: string): SocketAddress | SocketRefusal | undefined {
  const [path, query] = splitOnce(url, "?");
  if (path !== SOCKET_PATH && !path.startsWith(`${SOCKET_PATH}/`)) return undefined;
  const written = path.slice(SOCKET_PATH.length).split("/").slice(1);
  // A trailing slash has no meaning.
  if (written.at(-1) === "") written.pop();
  const segments: string[] = [];
  for (const part of written) {
    const segment = decoded(part);
    if (segment === undefined || !isPlain(segment)) {
      return { status: 400, reason: "a part of the path is empty, not text, or not a single name" };
    }
    segments.push(segment);
  }
  if (segments.length > 3) return { status: 404, reason: "the path has more parts than slug, secret and call id" };
  const [key, callIdInQuery] = keyIn(query);
  if (callIdInQuery !== null && !isPlain(callIdInQuery))
    return { status: 400, reason: "the call id is not a single name" };
  return { segments, key, callIdInQuery };
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function isPlain(segment: string): boolean {
  return segment !== "" && segment !== "." && segment !== ".." && segment.length <= LONGEST && !FORBIDDEN.test(segment);
}

/** `?key=SECRET`, with `/call_id` after it where Retell appended it. Secrets contain no slash. */
function keyIn(query: string): readonly [string | null, string | null] {
  const parameters = new URLSearchParams(query);
  const value = parameters.get("key");
  if (value !== null) {
    const [key, callId] = splitOnce(value, "/");
    return [key === "" ? null : key, callId === "" ? null : callId];
  }
  const last = query.slice(query.lastIndexOf("/") + 1);
  return [null, query.includes("/") && last !== "" ? (decoded(last) ?? "") : null];
}

interface RoutingPorts {
  readonly clinics: Pick<ClinicDirectory, "find">;
  readonly sockets: Pick<SocketDirectory, "defaultClinicId" | "assumedClinicId">;
}

/**
 * `/llm-websocket[/{slug}[/{secret}]][/{call_id}]`. A single segment is a slug if a clinic has it, else a call id for
 * the default clinic. With two or more, the first must be a known slug: it never resolves to another clinic.
 */
export async function routeSocket(address: SocketAddress, ports: RoutingPorts): Promise<SocketRoute | SocketRefusal> {
  const { segments, key, callIdInQuery } = address;
  const [first, ...rest] = segments;
  if (first === undefined) return defaultRoute(address, null, ports);
  const clinic = await served(first, ports);
  if (clinic !== undefined) {
    const secret = rest.length === 2 ? rest[0] : undefined;
    return { clinic, callId: rest.at(-1) ?? callIdInQuery, key: secret ?? key };
  }
  if (rest.length === 0) return defaultRoute(address, first, ports);
  return { ...UNKNOWN_SLUG, ...namedSegment(first) };
}

/** Also for a clinic whose calls do not use the socket, so that the response does not reveal that it exists. */
export const UNKNOWN_SLUG = { status: 404, reason: "no clinic is known by this slug" } as const;

async function defaultRoute(
  { key, callIdInQuery }: SocketAddress,
  callId: string | null,
  ports: RoutingPorts,
): Promise<SocketRoute | SocketRefusal> {
  const chosenId = await ports.sockets.defaultClinicId();
  const defaultId = chosenId ?? (await ports.sockets.assumedClinicId());
  const clinic = defaultId === null ? undefined : await served(defaultId, ports);
  if (clinic !== undefined) return { clinic, callId: callId ?? callIdInQuery, key, isAssumed: chosenId === null };
  const logged = "the address names no clinic and there is no default one (ascendia clinic:default <slug>)";
  return { ...UNKNOWN_SLUG, logged, ...namedSegment(callId ?? "") };
}

/** Anything that is not a slug may be a misplaced secret. */
function namedSegment(segment: string): { readonly named?: string } {
  return isSlug(segment) ? { named: segment } : {};
}

/** Offboarded clinics are not served. */
async function served(idOrSlug: string, { clinics }: RoutingPorts): Promise<Clinic | undefined> {
  const clinic = await clinics.find(idOrSlug);
  return clinic?.status === "offboarded" ? undefined : clinic;
}

export function isRefusal(outcome: SocketRoute | SocketAddress | SocketRefusal): outcome is SocketRefusal {
  return "status" in outcome;
}

interface SocketPlace {
  /** The server's public address, `https://…`. */
  readonly publicUrl: string;
  readonly slug: string;
  /** The secret segment of the address; null: none. */
  readonly key: string | null;
}

/** The `llm_websocket_url` to enter at Retell, which appends `/{call_id}` (docs/retell.md 8.1). */
export function socketUrl({ publicUrl, slug, key }: SocketPlace): string {
  const origin = publicUrl.replace(/^http/u, "ws");
  return [`${origin}${SOCKET_PATH}`, slug, ...(key === null ? [] : [key])].join("/");
}
