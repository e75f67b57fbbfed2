import { setTimeout as sleep } from "node:timers/promises";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { table } from "../../src/terminal/table.ts";
import type { ConsoleInstallation } from "../../test/proof/console/installation.ts";
import { openViewers, signInViewers } from "../../test/proof/console/viewers.ts";
import type { BenchRun } from "./bench-run.ts";
import { Client } from "./client.ts";
import { median, quantile } from "./generate.ts";

const VIEWERS = 200;
const SETTLED_MS = 500;
const CLINIC = "demo-austin";

interface Watched {
  readonly installation: ConsoleInstallation;
  /** The console's address. */
  readonly url: string;
}

interface Size extends Pick<BenchRun, "note"> {
  readonly rounds: number;
  readonly requests: number;
}

/** The measurements of one round of requests of one kind. */
interface Round {
  readonly p50: number;
  readonly p99: number;
  /** The server's CPU time per request. */
  readonly cpuMs: number;
}

const FIGURES = ["p50", "p99", "cpuMs"] as const;
const NAMES = { p50: "p50, ms", p99: "p99, ms", cpuMs: "server's processor, ms" };

/** A kind of request, with a new body each time, as Retell's are. */
interface Kind {
  readonly name: string;
  readonly path: string;
  readonly bodyOf: (callId: string) => object;
}

/**
 * What console viewers add to the cost of Retell's requests. Each round is measured without them, with them, and
 * without them again. The difference between the two rounds without them is the bench's own spread, against which the
 * result is judged.
 */
export async function watched({ installation, url }: Watched, { rounds, requests, note }: Size): Promise<void> {
  const { ascendia, apiKey, server } = installation;
  const link = async (): Promise<string> => (await ascendia("console:open")).split("\n")[0] ?? "";
  const cookies = await signInViewers(VIEWERS, { url, server, apiKey, link });
  const kinds = await kindsOf(installation);
  const client = await Client.connect(Number(new URL(server).port));
  const measure = async (): Promise<readonly Round[]> => {
    const measured: Round[] = [];
    for (const kind of kinds) measured.push(await roundOf(kind, requests, { client, installation }));
    return measured;
  };
  await measure();
  const all: {
    readonly before: readonly Round[];
    readonly beside: readonly Round[];
    readonly after: readonly Round[];
  }[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    const before = await measure();
    const viewers = await openViewers(VIEWERS, cookies, { url });
    const beside = await measure();
    await viewers.close();
    all.push({ before, beside, after: await measure() });
  }
  client.close();
  const rows = kinds.flatMap(({ name }, index) =>
    FIGURES.map((figure) => {
      const of = (round: readonly Round[]): number => round[index]?.[figure] ?? Number.NaN;
      const alone = median(all.flatMap(({ before, after }) => [of(before), of(after)]));
      const beside = median(all.map((turn) => of(turn.beside)));
      const cost = median(all.map((turn) => of(turn.beside) - (of(turn.before) + of(turn.after)) / 2));
      const spread = median(all.map(({ before, after }) => Math.abs(of(after) - of(before))));
      if (figure !== "p99") note(`${name}, ${VIEWERS} watching, ${NAMES[figure]}`, beside / alone);
      const shown = [alone, beside, cost, spread].map((value) => value.toFixed(2));
      return [name, NAMES[figure], ...shown, cost <= spread ? "within" : "MORE"];
    }),
  );
  print(`${rounds} rounds of ${requests} requests of each kind, ${VIEWERS} viewers; medians of the rounds`);
  print(table(["request", "figure", "nobody", `${VIEWERS} watch`, "they cost", "spread", "cost is"], rows));
}

async function kindsOf({ inStore }: ConsoleInstallation): Promise<readonly Kind[]> {
  let number = "";
  await inStore(async (store) => {
    const clinic = await store.clinics.find(CLINIC);
    number = clinic === undefined ? "" : ((await store.scope(clinic.id).number.find())?.phoneNumber ?? "");
  });
  const started = (callId: string): object => ({
    event: "call_started",
    call: { call_id: callId, call_type: "web_call", call_status: "ongoing", agent_id: "agent_1" },
  });
  const inbound = (): object => ({
    event: "call_inbound",
    call_inbound: { agent_id: "agent_1", agent_version: 0, from_number: "+14155550199", to_number: number },
  });
  return [
    { name: "inbound webhook", path: `/webhooks/retell/inbound/${CLINIC}`, bodyOf: inbound },
    { name: "call event", path: "/api/retell/webhook", bodyOf: started },
  ];
}

interface Line {
  readonly client: Client;
  readonly installation: ConsoleInstallation;
}

let calls = 0;

async function roundOf({ path, bodyOf }: Kind, requests: number, { client, installation }: Line): Promise<Round> {
  const times: number[] = [];
  const before = installation.processorMs() ?? Number.NaN;
  for (let index = 0; index < requests; index += 1) {
    const at = Date.now();
    const body = JSON.stringify(bodyOf(`call_timed_${at}_${(calls += 1)}`));
    const signature = signBody(body, installation.apiKey, at);
    const request = Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n` +
        `x-retell-signature: ${signature}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    const began = performance.now();
    await client.send(request);
    times.push(performance.now() - began);
  }
  // Includes the work that the requests left behind.
  await sleep(SETTLED_MS);
  const cpuMs = ((installation.processorMs() ?? Number.NaN) - before) / requests;
  const sorted = times.toSorted((one, other) => one - other);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), cpuMs };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
