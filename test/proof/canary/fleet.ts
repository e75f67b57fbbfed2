import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Retell from "retell-sdk";
import * as z from "zod";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";
import { startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { clinicFile } from "../../fakes/clinic-file.ts";
import { type Serving, serve } from "../slot-race/serving.ts";
import { shippedTemplate } from "../../domain/agent/shipped.ts";

const bound = z.array(z.object({ agent_id: z.string(), agent_version: z.number(), weight: z.literal(1) })).length(1);
const numberSchema = z.object({
  phone_number: z.string(),
  nickname: z.string(),
  inbound_webhook_url: z.string(),
  inbound_agents: bound,
  outbound_agents: bound,
});

export type BoundNumber = z.infer<typeof numberSchema>;

/** A sandbox over HTTP, the built program in separate processes, and `serve` on its database. */
export async function openFleet() {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-canary-"));
  const retellDatabase = join(folder, "retell.db");
  const sandbox = await startSandbox({ databasePath: retellDatabase, apiKey: SANDBOX_API_KEY, clock: systemClock });
  const databasePath = join(folder, ".ascendia", "sandbox.db");
  const retell = new Retell({ apiKey: SANDBOX_API_KEY, baseURL: sandbox.url, maxRetries: 0, logLevel: "off" });
  let server: Serving | undefined;
  return {
    ascendia: (...argv: readonly string[]) => run(argv, { folder, baseUrl: sandbox.url }),
    numbers: async (): Promise<readonly BoundNumber[]> =>
      z.array(numberSchema).parse((await retell.phoneNumber.list({ limit: 1000 })).items),
    /** Does what Retell does when somebody calls: asks the clinic's webhook, then starts the number's agent version. */
    ring: async (number: BoundNumber): Promise<number> => {
      server ??= await serve({ folder, databasePath });
      return ring(number, retell, server);
    },
    write: (name: string, content: unknown): string => {
      writeFileSync(join(folder, name), JSON.stringify(content));
      return name;
    },
    close: async () => {
      await server?.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Fleet = Awaited<ReturnType<typeof openFleet>>;

interface Place {
  readonly folder: string;
  readonly baseUrl: string;
}

const answerSchema = z.object({ data: z.unknown() });

/** @throws with its output if the command fails */
function run(argv: readonly string[], { folder, baseUrl }: Place): Promise<unknown> {
  const env = { PATH: process.env["PATH"], RETELL_BASE_URL: baseUrl, RETELL_API_KEY: SANDBOX_API_KEY };
  const command = [resolve("bin/ascendia.js"), ...argv, "--json"];
  return new Promise((done, failed) => {
    execFile(process.execPath, command, { cwd: folder, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (error === null) done(answerSchema.parse(JSON.parse(stdout)).data);
      else failed(new Error(`ascendia ${argv.join(" ")}: ${stdout}${stderr}`));
    });
  });
}

const caller = "+2290197000099";
const answered = z.object({ call_inbound: z.object({ dynamic_variables: z.object({ clinic_id: z.string() }) }) });

async function ring(number: BoundNumber, retell: Retell, server: Serving): Promise<number> {
  const [agent] = number.inbound_agents;
  if (agent === undefined) throw new Error(`${number.nickname} has no agent`);
  const path = new URL(number.inbound_webhook_url).pathname;
  const call = { agent_id: agent.agent_id, agent_version: agent.agent_version };
  const parties = { from_number: caller, to_number: number.phone_number };
  const body = JSON.stringify({ event: "call_inbound", call_inbound: { ...call, ...parties } });
  const headers = {
    "content-type": "application/json",
    "x-retell-signature": signBody(body, SANDBOX_API_KEY, Date.now()),
  };
  const response = await fetch(`${server.url}${path}`, { method: "POST", headers, body });
  const { call_inbound: told } = answered.parse(await response.json());
  if (!path.endsWith(told.dynamic_variables.clinic_id)) throw new Error(`${number.nickname} was answered as another`);
  const registered = await retell.call.registerPhoneCall({ ...call, direction: "inbound", ...parties });
  const record = await retell.call.retrieve(registered.call_id);
  return z.object({ agent_version: z.number() }).parse(record).agent_version;
}

/** The shipped template with another number of reminders, which makes another version. */
export function nextTemplate(reminders: number): unknown {
  const shape = z.looseObject({ agent: z.looseObject({}) });
  const shipped = shape.parse(shippedTemplate());
  return { ...shipped, agent: { ...shipped.agent, reminder_max_count: reminders } };
}

export function numberedClinic(index: number) {
  const digits = String(index).padStart(2, "0");
  const phone = { phone_number: `01970000${digits}`, termination_uri: "trunk.example.com" };
  return { ...clinicFile, name: `Clinique Test ${digits}`, number: { import: phone } };
}
