import { setTimeout as wait } from "node:timers/promises";
import Retell from "retell-sdk";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { freePort } from "../event-storm/server.ts";
import { type Child, start } from "../provisioning/child.ts";
import { type Installation, install, remove } from "../provisioning/installation.ts";
import type { RequestPoint } from "../provisioning/proxy.ts";
import { type Line, freedAt, putInLine, slug } from "./installed-line.ts";
import { type PlacedCall, type Watched, milestones, watch } from "./watched.ts";

/** What a called patient does; `says_stop` opts out during the call. */
export type Reaction = "declines" | "does_not_answer" | "accepts" | "says_stop";

export interface Story {
  readonly name: string;
  readonly line: Line;
  readonly reactions: Readonly<Record<string, Reaction>>;
  /** Kills the server with -9 when that patient has passed that many milestones. */
  readonly killAfter?: { readonly phone: string; readonly milestone: number };
  /** Kills the server with -9 at its nth request to Retell. */
  readonly killAtRequest?: RequestPoint;
  /** Whether the story has ended; default: someone has the slot and their call is over. */
  readonly isOver?: (watched: Watched) => boolean;
}

export interface Told {
  readonly kills: number;
  /** The phones that rang, in order. */
  readonly rung: readonly string[];
  readonly booked: readonly string[];
  readonly offers: readonly string[];
  readonly waiting: readonly string[];
  readonly heldSlots: number;
  readonly heldUntil: number | null;
  readonly firstDueAt: number | null;
  readonly seconds: number;
}

const patienceMs = 45_000;

/** A separate command cancels an appointment; a real server does the rest, and patients answer it. */
export async function play(story: Story, from: string): Promise<Told> {
  const installation = await install({}, from);
  const began = performance.now();
  const port = await freePort();
  const appointmentId = await putInLine(story.line, installation);
  const watched = watch(installation.database);
  const cancelled = start(
    ["appointment:cancel", appointmentId, "--clinic", slug, "--yes"],
    installation.folder,
    installation.sandbox,
  );
  try {
    const { code, output } = await cancelled.ended;
    if (code !== 0) throw new Error(output);
    const kills = await served(story, { installation, watched, port });
    const [first] = watched.offers();
    return {
      kills,
      rung: await numbersRung(installation),
      booked: watched.booked(freedAt),
      offers: watched.offers().map(({ state }) => state),
      waiting: watched.waiting(),
      heldSlots: watched.heldSlots(),
      heldUntil: first?.expiresAt ?? null,
      firstDueAt: first === undefined ? null : watched.dueAt(first.phone),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    watched.close();
    await installation.close();
    remove(installation);
  }
}

interface Stage {
  readonly installation: Installation;
  readonly watched: Watched;
  readonly port: number;
}

/** @returns how often the server was killed */
async function served(story: Story, { installation, watched, port }: Stage): Promise<number> {
  const { folder, proxy } = installation;
  const serve = (): Child => start(["serve", "--port", String(port), "--job-lease", "1"], folder, proxy);
  let child = serve();
  let kills = 0;
  let restarted: Promise<void> = Promise.resolve();
  const restart = async (): Promise<void> => {
    await child.ended;
    child = serve();
  };
  const kill = (): void => {
    kills += 1;
    child.kill();
    restarted = restart();
  };
  if (story.killAtRequest !== undefined) proxy.arm(story.killAtRequest, kill);
  await answeredByPatients(story, { installation, watched, port }, () => {
    if (kills === 0 && isTimeToKill(story, watched)) kill();
  });
  await restarted;
  // An unwanted further call would come now.
  await wait(300);
  child.kill();
  await child.ended;
  return kills;
}

function isTimeToKill({ killAfter }: Story, watched: Watched): boolean {
  return killAfter !== undefined && watched.reached(killAfter.phone) >= killAfter.milestone;
}

/** Until the story has ended, or the time limit has passed. */
async function answeredByPatients(
  { reactions, isOver = isSettled }: Story,
  { installation, watched, port }: Stage,
  look: () => void,
): Promise<void> {
  const handled = new Map<string, Promise<void>>();
  const until = performance.now() + patienceMs;
  for (;;) {
    look();
    for (const call of watched.placed()) {
      if (handled.has(call.callId)) continue;
      handled.set(call.callId, react(call, reactions[call.phone] ?? "does_not_answer", { installation, port }));
    }
    if (isOver(watched) || performance.now() > until) break;
    await wait(3);
  }
  await Promise.all(handled.values());
}

function isSettled(watched: Watched): boolean {
  const last = watched.offers().at(-1);
  const isCallOver = last !== undefined && watched.reached(last.phone) === milestones.length;
  return isCallOver && watched.booked(freedAt).length > 0 && watched.heldSlots() === 0;
}

async function react(
  { callId }: PlacedCall,
  reaction: Reaction,
  { installation, port }: Pick<Stage, "installation" | "port">,
): Promise<void> {
  const { sandbox } = installation;
  const client = new Retell({ apiKey: sandbox.apiKey, baseURL: sandbox.url, logLevel: "off" });
  const call = { ...(await client.call.retrieve(callId)) };
  const variables = call.retell_llm_dynamic_variables ?? {};
  const tool = { accepts: "accept_slot", declines: "decline_slot", says_stop: "opt_out", does_not_answer: null }[
    reaction
  ];
  const send = (path: string, body: object) => untilTaken(`http://127.0.0.1:${port}${path}`, body, sandbox.apiKey);
  const args = { clinic_id: variables["clinic_id"], offer_id: variables["offer_id"] };
  if (tool !== null) await send(`/api/${tool.replaceAll("_", "-")}`, { name: tool, args, call });
  const reason = reaction === "does_not_answer" ? "dial_no_answer" : "user_hangup";
  const status = reaction === "does_not_answer" ? "not_connected" : "ended";
  const ended = { call_status: status, disconnection_reason: reason, end_timestamp: Date.now() };
  await send("/api/retell/webhook", { event: "call_ended", call: { ...call, ...ended } });
}

/** While the server is down, the patient repeats the answer, and Retell delivers events again. */
async function untilTaken(url: string, body: object, apiKey: string): Promise<void> {
  const text = JSON.stringify(body);
  for (;;) {
    const headers = { "content-type": "application/json", "x-retell-signature": signBody(text, apiKey, Date.now()) };
    const answer = await fetch(url, { method: "POST", headers, body: text }).catch(() => undefined);
    if (answer?.ok === true) return;
    await wait(50);
  }
}

async function numbersRung({ sandbox }: Installation): Promise<readonly string[]> {
  const client = new Retell({ apiKey: sandbox.apiKey, baseURL: sandbox.url, logLevel: "off" });
  const { items } = await client.call.list({ limit: 100, sort_order: "ascending" });
  return items.flatMap((call) => ("to_number" in call && typeof call.to_number === "string" ? [call.to_number] : []));
}
