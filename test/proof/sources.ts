import { table } from "../../src/terminal/table.ts";
import { ofFunctions } from "./sources/functions.ts";
import { ofInbound, ofOnboarding, onboardFleet } from "./sources/one-flow.ts";
import { ofOutbound } from "./sources/outbound.ts";
import { ofSockets } from "./sources/socket.ts";
import { ofTheTemplate } from "./sources/template.ts";
import { type Statement, type World, openWorld } from "./sources/world.ts";

interface ProofOptions {
  readonly quick: boolean;
}

/** The requirements of the three systems that this one unites, statement by statement, each one exercised. */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const world = await openWorld();
  const rows: (readonly [string, string, string])[] = [];
  const check = async (statements: readonly Statement[]): Promise<void> => {
    for (const { source, says, holds } of statements) {
      rows.push([source, says, await verdictOf(holds)]);
    }
  };
  try {
    const fleet = await onboardFleet(world);
    await world.serve();
    await check(ofTheTemplate());
    await check(ofOnboarding(world, fleet));
    for (const part of [ofInbound, ofFunctions, ofOutbound, ofSockets]) {
      await check(await part(world, fleet).catch((error: unknown) => [untried(part.name, error)]));
    }
    if (!quick) await check(ofSimulation(world));
    process.stdout.write(`${table(["source", "statement", "holds"], rows)}\n`);
    return { passed: rows.filter(([, , verdict]) => verdict === "yes").length, total: rows.length };
  } finally {
    await world.close();
  }
}

/** A part whose preparation fails counts as one statement that fails. */
function untried(name: string, error: unknown): Statement {
  const says = `${name}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`;
  return { source: "A", says, holds: () => false };
}

/** A statement that cannot even be tried fails, with the reason. */
async function verdictOf(holds: Statement["holds"]): Promise<string> {
  try {
    return (await holds()) ? "yes" : "NO";
  } catch (error) {
    return `NO: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`;
  }
}

/** Simulated calls of every clinic; each hears only its own doctors. */
function ofSimulation(world: World): readonly Statement[] {
  return [
    {
      source: "A",
      says: "simulated calls of every clinic pass, and each is offered its own doctors",
      holds: async () =>
        (await world.run("simulate", "--clinic", "demo-cotonou", "--clinic", "demo-austin")).code === 0,
    },
  ];
}
