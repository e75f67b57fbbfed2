import { type Command } from "commander";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import { centsPerMinuteOf } from "../domain/call/call.ts";
import { webCallOrder } from "../domain/call/line/inbound-reply.ts";
import { type Clinic, accountOf } from "../domain/clinic/clinic.ts";
import { requireClinic } from "../domain/fleet/ports.ts";
import { AscendiaError } from "../errors.ts";
import type { RecordedScenario } from "../simulator/recorded/to-scenario.ts";
import type { LiveCalls } from "../talk/talk-session.ts";
import { portOf } from "./arguments.ts";
import type { Context } from "./context.ts";
import { keepScenario } from "./keep-scenario.ts";

interface TalkFlags {
  readonly clinic: string;
  readonly port: number;
  readonly folder: string;
}

export function configure(command: Command, context: Context): void {
  command
    .description(
      "open a local page on which you play the caller: type or speak, hear the assistant, and see what it does, on a copy of the data",
    )
    .requiredOption("--clinic <id|slug>", "clinic to call")
    .option("--port <port>", "port of the page; 0 picks a free one", portOf, 0)
    .option("--folder <folder>", "where to save calls as scenarios", "scenarios")
    .action((flags: TalkFlags) => talk(flags, context));
}

async function talk({ clinic: named, port, folder }: TalkFlags, context: Context): Promise<void> {
  const { output, clock } = context;
  const store = await context.store();
  const clinic = await requireClinic(named, store.clinics);
  const { doctors, number } = store.scope(clinic.id);
  const phoneNumber = (await number.find())?.phoneNumber ?? null;
  const facts = { clinic, phoneNumber, doctors: await doctors.list(), openDates: [] };
  const [world] = await (await context.simulation()).openWorlds({ now: clock.now() });
  if (world === undefined) throw new RangeError("a simulation needs a world");
  const keep = (made: RecordedScenario): Promise<string> => keepScenario(made, { folder, world, context });
  const model = await modelIfAny(context);
  const live = context.config().mode === "live" ? await realCalls(clinic, context) : undefined;
  const running = await context.startTalk({ world, facts, clock, model, live, keep }, port);
  try {
    const { link } = running;
    output.result({ link, clinic: clinic.slug, model: model?.model.identity ?? null, live: live !== undefined }, () =>
      [
        link,
        `The link works once, in one browser. You call ${clinic.name}, on a copy of the data. Press Ctrl-C to stop.`,
        ...(live === undefined ? [] : ["Its page for real calls contacts Retell only when you start a call there."]),
      ].join("\n"),
    );
    await context.untilStopped();
  } finally {
    await running.close();
  }
}

/** Calls that Retell makes, and charges for in live mode. Each uses the clinic's data at that moment. */
export async function realCalls({ id }: Clinic, context: Context): Promise<LiveCalls> {
  const store = await context.store();
  const { number, calls } = store.scope(id);
  const dialling = await context.dialling();
  return {
    centsPerMinute: centsPerMinuteOf(await calls.list({ limit: 50 })),
    create: async () => {
      const clinic = await requireClinic(id, store.clinics);
      const calling = await dialling(clinic);
      const { webCalls } = await context.retell(accountOf(clinic));
      const now = context.clock.now();
      const order = webCallOrder(await number.find(), await calling.callerFacts(), calling, now);
      const call = await webCalls.create(order);
      const entry = { action: "talk:call", subject: `clinic:${clinic.slug}`, before: null, reason: null };
      await (await context.audit()).record({ act: context.newId(), ...entry, after: { callId: call.callId } });
      return call;
    },
  };
}

/** Without a model, the page offers the rules only. */
async function modelIfAny(context: Context): Promise<ModelPorts | undefined> {
  try {
    return await context.languageModel();
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "not_configured") return undefined;
    throw error;
  }
}
