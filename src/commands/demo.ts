import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { firstWords } from "../simulator/simulated-agent.ts";
import { type Collected, collectedOutput } from "../terminal/output.ts";
import { AscendiaError } from "../errors.ts";
import { counted, table } from "../terminal/table.ts";
import type { Context } from "./context.ts";

export interface DemoClinic {
  readonly slug: string;
  readonly clinic_id: string;
  readonly phone_number: string;
  /** What the caller hears first, and how long the webhook took. */
  readonly greeting: string;
  readonly webhook_ms: number;
}

export interface DemoReport {
  readonly agent: { readonly agent_id: string; readonly agent_version: number };
  readonly clinics: readonly DemoClinic[];
  readonly simulation: unknown;
  /** The folder of the demo's data, as typed after cd; empty for this folder. */
  readonly folder: string;
}

export function demoText({ agent, clinics, folder }: DemoReport, simulation: string, width?: number): string {
  return [
    "",
    `One agent for ${counted(clinics.length, "clinic")}: ${agent.agent_id}, version ${agent.agent_version}. What each caller hears first:`,
    "",
    table(
      ["clinic", "number", "first sentence", "webhook"],
      clinics.map(({ slug, phone_number: number, greeting, webhook_ms: ms }) => [slug, number, greeting, `${ms} ms`]),
      { width, keep: ["clinic", "number", "webhook"] },
    ),
    "",
    "Simulated calls, offline and on a copy of the data:",
    "",
    simulation,
    "",
    ...next(folder),
  ].join("\n");
}

function next(folder: string): readonly string[] {
  const commands = [
    "ascendia simulate --clinic demo-cotonou --scenario book    read one call, word for word",
    "ascendia clinic:show demo-montreal                         the data behind the webhook",
    "ascendia serve                                             the server that answers Retell",
    "ascendia clinic:onboard                                    add your own clinic, step by step",
  ];
  const place = folder === "" ? [] : [`  cd ${folder}`];
  return ["Try next:", ...place, ...commands.map((command) => `  npx ${command}`)];
}

/** Different countries, languages and time zones; one imported number, two bought. */
const CLINICS = [
  { slug: "demo-cotonou", file: "templates/demo/cotonou.json" },
  { slug: "demo-montreal", file: "templates/demo/montreal.json" },
  { slug: "demo-austin", file: "templates/demo/austin.json" },
] as const;

const agentSchema = z.object({ agent_id: z.string(), agent_version: z.number() });
const onboardedSchema = z.object({ slug: z.string(), clinic_id: z.string(), phone_number: z.string() });

type Onboarded = z.infer<typeof onboardedSchema>;

export function configure(command: Command, context: Context): void {
  command.action(() => {
    refuseDatabase(command.optsWithGlobals<{ readonly db?: string }>());
    return demo(context);
  });
}

/** A demo has no place among an operator's own clinics. @throws usage */
function refuseDatabase({ db }: { readonly db?: string }): void {
  if (db === undefined) return;
  throw new AscendiaError("usage", "demo takes no --db: it uses the sandbox of this folder, or one of its own.", {
    hint: "Leave --db out; an empty folder keeps the demo apart.",
  });
}

/** Runs the product's own commands one after the other, on a sandbox, so it shows exactly what they do. */
async function demo(context: Context): Promise<void> {
  const { output } = context;
  const folder = await demoFolder(context);
  const here = { ...context, cwd: join(context.cwd, folder) };
  output.note("A demo on the local sandbox: nothing reaches Retell, no patient is called, nothing costs money.\n");
  const agent = await output.step("agent:create      turn the master flow into one agent", () =>
    runQuietly(["agent:create"], here),
  );
  const onboarded: Onboarded[] = [];
  for (const { slug, file } of CLINICS) {
    const argv = ["clinic:onboard", "--file", context.shippedFile(file)];
    const { data } = await output.step(`clinic:onboard    ${slug}`, () => runQuietly(argv, here));
    onboarded.push(onboardedSchema.parse(data));
  }
  const clinics = await output.step("serve             Retell calls each webhook before the first word", () =>
    greetings(onboarded, here),
  );
  const calls = await output.step("simulate          every kind of caller calls every clinic", () =>
    runQuietly(["simulate", ...CLINICS.flatMap(({ slug }) => ["--clinic", slug])], here),
  );
  const report: DemoReport = { agent: agentSchema.parse(agent.data), clinics, simulation: calls.data, folder };
  output.result(report, (_, width) => demoText(report, calls.text, width));
}

/**
 * Uses this folder's own sandbox while it holds only the demo, so that the commands shown at the end work here;
 * otherwise a separate folder.
 */
async function demoFolder(context: Context): Promise<string> {
  const ours = new Set<string>(CLINICS.map(({ slug }) => slug));
  const { output } = collectedOutput(() => {});
  const isFree = await context.elsewhere({ cwd: context.cwd, output }, async (there) => {
    there.allowNewDatabase();
    const store = await there.store();
    const slugs = (await store.clinics.list()).map(({ slug }) => slug);
    return slugs.length === 0 ? (await store.agents.master()) === undefined : slugs.every((slug) => ours.has(slug));
  });
  return isFree ? "" : join(".ascendia", "demo");
}

async function runQuietly(argv: readonly string[], here: Context): Promise<Collected> {
  const { cwd, output } = here;
  const collected = collectedOutput((text) => output.warn(text));
  try {
    await here.elsewhere({ cwd, output: collected.output }, (there) => there.run(argv));
  } catch (error) {
    const told = collected.taken();
    if (told !== undefined) output.note(told.text);
    throw error;
  }
  const told = collected.taken();
  if (told === undefined) throw new Error(`${argv.join(" ")} returned no result`);
  return told;
}

/** The real server, called as Retell calls it. */
async function greetings(onboarded: readonly Onboarded[], here: Context) {
  const { cwd, output } = here;
  return here.elsewhere({ cwd, output }, async (there): Promise<readonly DemoClinic[]> => {
    const server = await there.startServer({ host: "127.0.0.1", port: 0 });
    try {
      const simulation = await there.simulation();
      const [world] = await simulation.openWorlds({ now: there.clock.now(), url: server.url });
      if (world === undefined) throw new Error("a server at a URL is one world");
      const heard: DemoClinic[] = [];
      for (const clinic of onboarded) {
        const dialled = { clinicId: clinic.clinic_id, phoneNumber: clinic.phone_number };
        const { text, webhookMs } = await firstWords(dialled, world);
        heard.push({ ...clinic, greeting: text, webhook_ms: webhookMs });
      }
      return heard;
    } finally {
      await server.close();
    }
  });
}
