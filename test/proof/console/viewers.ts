import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { constants, setPriority } from "node:os";

interface Desk {
  /** The console's address. */
  readonly url: string;
  /** The address of the server that Retell calls. */
  readonly server: string;
  readonly apiKey: string;
  /** Creates a sign-in link. */
  readonly link: () => Promise<string>;
}

const PER_SESSION = 10;

/** Signs in as often as that many viewers require. @returns the sessions' cookies */
export async function signInViewers(count: number, { url, link }: Desk): Promise<readonly string[]> {
  const cookies: string[] = [];
  while (cookies.length * PER_SESSION < count) {
    const secret = (await link()).split("/").at(-1) ?? "";
    const form = {
      method: "POST",
      body: new URLSearchParams({ secret }),
      headers: { origin: url, "user-agent": "node" },
      redirect: "manual",
    } as const;
    const entered = await fetch(`${url}/enter`, form);
    cookies.push(entered.headers.getSetCookie()[0]?.split(";")[0] ?? "");
  }
  return cookies;
}

/** Counts the bytes that each viewer receives: what viewers do with them is not the server's work. */
const WATCH = `
  const { request } = require("node:http");
  let events = 0;
  const SIGN = Buffer.from("event: call");
  function count(stream) {
    let left = Buffer.alloc(0);
    stream.on("error", () => undefined).on("data", (chunk) => {
      const seen = Buffer.concat([left, chunk]);
      let at = -SIGN.length;
      let end = 0;
      while ((at = seen.indexOf(SIGN, at + SIGN.length)) >= 0) {
        events += 1;
        end = at + SIGN.length;
      }
      left = seen.subarray(Math.max(end, seen.length - SIGN.length + 1));
    });
  }
  process.once("message", async ({ url, cookies, count: viewers }) => {
    for (let open = 0; open < viewers; open += 1) {
      const headers = { cookie: cookies[open % cookies.length] ?? "", "user-agent": "node" };
      await new Promise((opened, failed) => {
        const asked = request(url + "/live", { agent: false, headers }, (answer) => {
          if (answer.statusCode !== 200) return failed(new Error("a viewer got " + answer.statusCode));
          count(answer);
          opened();
        });
        asked.on("error", failed).end();
      });
    }
    process.send("open");
    process.on("message", () => process.send(events));
  });
`;

/**
 * Watches the list of all calls without a browser, in a separate process with the lowest priority, so that viewers take
 * no CPU time from the server or from the measurement.
 * @returns how many rows all of them saw, and a function that closes them
 */
export async function openViewers(count: number, cookies: readonly string[], { url }: Pick<Desk, "url">) {
  const viewers = spawn(process.execPath, ["-e", WATCH], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  if (viewers.pid !== undefined) setPriority(viewers.pid, constants.priority.PRIORITY_LOW);
  const ended = once(viewers, "exit");
  const failed = ended.then(([code]) => Promise.reject(new Error(`the viewers ended with ${String(code)}`)));
  failed.catch(() => undefined);
  viewers.send({ url, cookies, count });
  await Promise.race([once(viewers, "message"), failed]);
  return {
    rows: async (): Promise<number> => {
      const answer = once(viewers, "message");
      viewers.send("rows");
      return Number((await answer)[0]);
    },
    close: async (): Promise<void> => {
      viewers.kill();
      await ended;
    },
  };
}

/** Latencies of signed events, in milliseconds, sorted. */
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
