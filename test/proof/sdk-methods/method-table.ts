import Retell from "retell-sdk";
import { isObject } from "../../../src/flow/parse/unwrap-flow.ts";
import { startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { playedAgents, removedMethods } from "./played-agents.ts";
import { playedCalls } from "./played-calls.ts";
import { playedChats } from "./played-chats.ts";
import { playedEngines } from "./played-engines.ts";
import type { PlayedMethod } from "./played-method.ts";
import { callByName, sdkMethods } from "./sdk.ts";
import { wrongIn } from "./shapes.ts";
import { type Exchange, type Mistake, exchange } from "./wire.ts";
import { type HeldCalls, type World, heldCalls, worldOf } from "./world.ts";

export interface MethodRow {
  readonly method: string;
  readonly verb: string;
  /** With ids and numbers as the SDK sent them. */
  readonly path: string;
  readonly answer: "played" | "501" | "neither";
  /** What was proven, in words. */
  readonly proven: string;
  /** What failed; empty if the row passes. */
  readonly faults: readonly string[];
}

const played: Readonly<Record<string, PlayedMethod>> = {
  ...playedEngines,
  ...playedAgents,
  ...playedCalls,
  ...playedChats,
};

/** Tries every method of the installed SDK against a sandbox over HTTP; `databasePath` is a new file. */
export async function methodTable(databasePath: string): Promise<readonly MethodRow[]> {
  const today = await openDesk(databasePath, "2026-10");
  const june = await openDesk(`${databasePath}.june`, "2026-06");
  const rows: MethodRow[] = [];
  try {
    const methods = sdkMethods();
    for (const method of methods) {
      const removed = removedMethods[method];
      const found = removed ?? played[method];
      const row =
        found === undefined
          ? await notEmulated(method, today)
          : await tried({ method, played: found }, removed === undefined ? today : june);
      rows.push(removed === undefined ? row : { ...row, proven: `as of 2026-06; ${row.proven}` });
    }
    const gone = Object.keys({ ...played, ...removedMethods }).filter((method) => !methods.includes(method));
    return [...rows, ...gone.map(goneFromSdk)];
  } finally {
    await june.close();
    await today.close();
  }
}

const goneFromSdk = (method: string): MethodRow => {
  return { method, verb: "", path: "", answer: "neither", proven: "", faults: ["the SDK has no such method"] };
};

interface Desk {
  readonly world: World;
  readonly send: (call: (client: Retell) => Promise<unknown>, mistake?: Mistake) => Promise<Exchange>;
  close(): Promise<void>;
}

async function openDesk(databasePath: string, asOf: "2026-06" | "2026-10"): Promise<Desk> {
  const apiKey = "key_of_the_proof";
  const calls: HeldCalls = heldCalls();
  const clock = { now: () => Date.now() };
  const sandbox = await startSandbox({ databasePath, apiKey, clock, options: { asOf }, callPlayer: calls });
  const client = new Retell({ apiKey, baseURL: sandbox.url, maxRetries: 0, logLevel: "off" });
  return {
    world: worldOf(client, calls),
    send: (call, mistake) => exchange({ url: sandbox.url, apiKey }, call, mistake),
    close: () => sandbox.close(),
  };
}

/** A method that the sandbox does not emulate says so, and names the part of the API. */
async function notEmulated(method: string, { send }: Desk): Promise<MethodRow> {
  const { verb, path, status, answer } = await send((client) => callByName(client, method));
  const part = /does not emulate (.+) \([A-Z]+ /u.exec(messageOf(answer))?.[1];
  if (status === 501 && part !== undefined) return { method, verb, path, answer: "501", proven: part, faults: [] };
  return { method, verb, path, answer: "neither", proven: "", faults: [`answers ${status}: ${messageOf(answer)}`] };
}

interface Tried {
  readonly method: string;
  readonly played: PlayedMethod;
}

async function tried({ method, played: { ready, ...wanted } }: Tried, { world, send }: Desk): Promise<MethodRow> {
  const faults: string[] = [];
  const { verb, path, hasBody, status, answer } = await send(await ready(world));
  if (status >= 300) faults.push(`a valid call is refused, ${status}: ${messageOf(answer)}`);
  else faults.push(...wrongIn(answer, wanted.answer));
  const refusals = refusalsOf(hasBody, wanted);
  // A refused request changes nothing, so all refusals are tried on the same call.
  const call = await ready(world);
  for (const { what, mistake, status: due, named } of refusals) {
    const refused = await send(call, mistake);
    const message = messageOf(refused.answer);
    if (refused.status !== due || !message.includes(named)) faults.push(`${what}: ${refused.status} ${message}`);
  }
  const proven = [`${status} ${wanted.answer.kind}`, ...refusals.map(({ what, status: due }) => `${what} ${due}`)];
  return { method, verb, path, answer: faults.length === 0 ? "played" : "neither", proven: proven.join(", "), faults };
}

interface Refusal {
  readonly what: string;
  readonly mistake: Mistake;
  readonly status: number;
  /** What the message must name. */
  readonly named: string;
}

/** The mistakes that the method must refuse. No required field of the API is a boolean. */
function refusalsOf(hasBody: boolean, wanted: Omit<PlayedMethod, "ready">): readonly Refusal[] {
  const required = wanted.required.flatMap((field) => [
    { what: `no ${field}`, mistake: { kind: "without", field }, status: 400, named: field } as const,
    { what: `false ${field}`, mistake: { kind: "with", field, value: false }, status: 400, named: field } as const,
  ]);
  const wrong = wanted.wrong ?? (hasBody ? { field: "x_of_nobody", value: 1 } : undefined);
  const other =
    wrong === undefined
      ? []
      : [{ what: wrong.field, mistake: { kind: "with", ...wrong }, status: 400, named: wrong.field } as const];
  const { unknownId } = wanted;
  const unknown = unknownId === undefined ? [] : [{ what: "unknown id", named: unknownId.id, ...unknownId }];
  return [...required, ...other, ...unknown];
}

const messageOf = (answer: unknown): string => (isObject(answer) ? String(answer["message"]) : "");
