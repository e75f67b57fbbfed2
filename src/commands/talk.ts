import { type Command, InvalidArgumentError } from "commander";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import { requireClinic } from "../domain/fleet/ports.ts";
import { AscendiaError } from "../errors.ts";
import type { RecordedScenario } from "../simulator/recorded/to-scenario.ts";
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
      "open a page on this machine where you are the caller: type or speak, hear the assistant, and see what it does, on a copy of the data",
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
  const running = await context.startTalk({ world, facts, clock, model, keep }, port);
  try {
    output.result({ link: running.link, clinic: clinic.slug, model: model?.model.identity ?? null }, ({ link }) =>
      [link, `Lets one browser in, once. You call ${clinic.name}, on a copy of the data. Press Ctrl-C to stop.`].join(
        "\n",
      ),
    );
    await context.untilStopped();
  } finally {
    await running.close();
  }
}

/** Without one, the page offers the rules only. */
async function modelIfAny(context: Context): Promise<ModelPorts | undefined> {
  try {
    return await context.languageModel();
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "not_configured") return undefined;
    throw error;
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/u.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("Use a port from 0 to 65535.");
}
