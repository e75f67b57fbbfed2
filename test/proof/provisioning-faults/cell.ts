import { isDeepStrictEqual } from "node:util";
import { type Ended, briefMs, start } from "../provisioning/child.ts";
import { type Installation, install, remove } from "../provisioning/installation.ts";
import { runHere } from "../provisioning/run-here.ts";
import { type FaultKind, type FaultName, type Request, plantedFault } from "./faults.ts";
import type { Scenario } from "./scenarios.ts";
import { type State, stateOf, strays } from "./state.ts";

/** What the command does if nothing goes wrong. */
export interface Reference {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly requests: readonly Request[];
  readonly state: State;
  readonly isAsExpected: boolean;
}

export async function undisturbed(scenario: Scenario, folder: string): Promise<Reference> {
  const installation = await install({}, folder);
  try {
    const { code, output } = await runHere(scenario.argv, installation.folder, installation.proxy);
    if (code !== 0) throw new Error(`${scenario.name} failed by itself: ${output}`);
    const requests = installation.proxy.seen.map((label, index) => ({ nth: index + 1, label }));
    const state = comparable(await stateOf(installation), scenario);
    return { scenario, folder, requests, state, isAsExpected: isAsExpected(scenario, state) };
  } finally {
    await installation.close();
    remove(installation);
  }
}

/** A roll-out records each order before the first number changes, so an interrupted one is recorded twice. */
function comparable(state: State, { isOrderedAnew }: Scenario): State {
  return isOrderedAnew === true ? { ...state, acts: state.acts.map(withoutTimes) } : state;
}

function withoutTimes(act: unknown): unknown {
  return typeof act === "object" && act !== null ? { ...act, times: "at least once" } : act;
}

function isAsExpected({ expected }: Scenario, state: State): boolean {
  const { flows, agents, versions, numbers } = state;
  const found = { flows, agents, versions: versions[0]?.length ?? 0, numbers: numbers.length };
  return isDeepStrictEqual(found, expected) && strays(state) === 0;
}

export interface Cell {
  readonly reference: Reference;
  readonly request: Request;
  readonly fault: FaultName;
  readonly kind: FaultKind;
}

export interface CellResult extends Cell {
  readonly isWhole: boolean;
  /** How the first run and the second one ended: "5→0", "killed→0". */
  readonly course: string;
  /** What is wrong with a cell that failed. */
  readonly trouble: string | null;
}

/**
 * Interrupts the command at that request (in a separate process if it is to be killed), runs it again undisturbed, and
 * compares the resulting state with that of an undisturbed run.
 */
export async function tryCell(cell: Cell): Promise<CellResult> {
  const { reference } = cell;
  const installation = await install({}, reference.folder);
  try {
    const first = await brokenRun(cell, installation);
    const struck = cell.kind.startsWith("kill") ? first.wasKilled : await struckFaults(installation);
    const second = await runHere(reference.scenario.argv, installation.folder, installation.sandbox);
    const state = comparable(await stateOf(installation), reference.scenario);
    const isWhole = struck && second.code === 0 && isDeepStrictEqual(state, reference.state) && strays(state) === 0;
    const course = `${first.wasKilled ? "killed" : first.code}→${second.code}`;
    const trouble = isWhole
      ? null
      : `${struck ? "" : "not struck; "}${JSON.stringify(state)} ${first.output} ${second.output}`;
    return { ...cell, isWhole, course, trouble };
  } finally {
    await installation.close();
    remove(installation);
  }
}

async function brokenRun({ reference, request, kind }: Cell, installation: Installation): Promise<Ended> {
  const { folder, proxy, sandbox } = installation;
  const { argv } = reference.scenario;
  if (kind === "kill_before" || kind === "kill_after") {
    // A slow answer must not end it before the kill does; nor, below, before the fault.
    const child = start(argv, folder, { url: proxy.url, apiKey: proxy.apiKey, timeoutMs: patientMs });
    proxy.arm({ nth: request.nth, when: kind === "kill_before" ? "before" : "after" }, () => child.kill());
    return child.ended;
  }
  await control(installation, { method: "POST", body: JSON.stringify(plantedFault(kind, request)) });
  return runHere(argv, folder, { ...sandbox, timeoutMs: kind.startsWith("timeout") ? briefMs : patientMs });
}

const patientMs = 60_000;

/** Whether the planted fault took effect; removes it in any case. */
async function struckFaults(installation: Installation): Promise<boolean> {
  const answer = await (await control(installation, { method: "GET" })).text();
  await control(installation, { method: "DELETE" });
  return /"fired":[1-9]/u.test(answer);
}

async function control({ sandbox }: Installation, init: RequestInit): Promise<Response> {
  const headers = { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" };
  const answer = await sentAgain(() => fetch(`${sandbox.url}/_sandbox/faults`, { ...init, headers }));
  if (!answer.ok) throw new Error(`the sandbox did not take the fault: ${await answer.text()}`);
  return answer;
}

/** Retries once: the pool may return a connection that a fault has cut, over which nothing was sent. */
async function sentAgain(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return send();
  }
}
