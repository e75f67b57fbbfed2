import { createHmac } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

interface Desk {
  /** Of the console. */
  readonly url: string;
  /** Of the server that Retell calls. */
  readonly server: string;
  readonly apiKey: string;
  /** A link that signs in. */
  readonly link: () => Promise<string>;
}

const PER_SESSION = 10;

/** Signs in as many times as that many viewers need. @returns the sessions' cookies */
export async function signInViewers(count: number, { url, link }: Desk): Promise<readonly string[]> {
  const cookies: string[] = [];
  while (cookies.length * PER_SESSION < count) {
    const secret = (await link()).split("/").at(-1) ?? "";
    const form = {
      method: "POST",
      body: new URLSearchParams({ secret }),
      headers: { origin: url },
      redirect: "manual",
    } as const;
    const entered = await fetch(`${url}/enter`, form);
    cookies.push(entered.headers.getSetCookie()[0]?.split(";")[0] ?? "");
  }
  return cookies;
}

/** Runs in a thread of its own: what viewers read takes no time from whoever times events. */
const WATCH = `
  const { parentPort, workerData: { url, cookies, count } } = require("node:worker_threads");
  let events = 0;
  async function follow(body) {
    const decoder = new TextDecoder();
    for await (const chunk of body) events += decoder.decode(chunk).split("event: call").length - 1;
  }
  (async () => {
    for (let open = 0; open < count; open += 1) {
      const answer = await fetch(url + "/live", { headers: { cookie: cookies[open % cookies.length] ?? "" } });
      if (answer.status !== 200 || answer.body === null) throw new Error("a viewer got " + answer.status);
      follow(answer.body).catch(() => undefined);
    }
    parentPort.postMessage("open");
  })();
  parentPort.on("message", () => parentPort.postMessage(events));
`;

/** Looks at the list of all calls, without a browser. @returns how many rows all of them saw, and what closes them */
export async function openViewers(count: number, cookies: readonly string[], { url }: Pick<Desk, "url">) {
  const worker = new Worker(WATCH, { eval: true, workerData: { url, cookies, count } });
  await once(worker, "message");
  return {
    rows: async (): Promise<number> => {
      const answer = once(worker, "message");
      worker.postMessage("rows", []);
      return Number((await answer)[0]);
    },
    close: async (): Promise<void> => {
      await worker.terminate();
    },
  };
}

/** Times of signed events, in milliseconds, sorted. */
export async function timeEvents(count: number, { server, apiKey }: Desk): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const call = {
      call_id: `call_timed_${Date.now()}_${index}`,
      call_type: "web_call",
      call_status: "ongoing",
      agent_id: "agent_1",
    };
    const raw = JSON.stringify({ event: "call_started", call });
    const at = Date.now();
    const digest = createHmac("sha256", apiKey).update(raw).update(String(at)).digest("hex");
    const headers = { "content-type": "application/json", "x-retell-signature": `v=${at},d=${digest}` };
    const began = performance.now();
    const { status } = await fetch(`${server}/api/retell/webhook`, { method: "POST", body: raw, headers });
    if (status !== 200 && status !== 204) throw new Error(`an event got ${status}`);
    times.push(performance.now() - began);
  }
  return times.toSorted((one, other) => one - other);
}
