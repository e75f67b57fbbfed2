import { fileURLToPath } from "node:url";
import { table } from "../../src/terminal/table.ts";
import { type Cell, type CellResult, type Reference, undisturbed } from "./provisioning-faults/cell.ts";
import { applies, faults, isRead } from "./provisioning-faults/faults.ts";
import { help, helperRole, tryCells } from "./provisioning-faults/helpers.ts";
import {
  type Beginning,
  type Scenario,
  beginnings,
  scenarioFiles,
  scenarios,
} from "./provisioning-faults/scenarios.ts";
import { install, remove } from "./provisioning/installation.ts";
import { runHere } from "./provisioning/run-here.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

/** Concurrent undisturbed runs. */
const lanes = 2;
const quickCells = 4;

/**
 * Every request of every provisioning command × every fault: after the same command ran again, the state is as it
 * should be.
 */
export async function run({ quick, seed }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const chosen = scenarios.filter(({ isQuick }) => isQuick || !quick);
  const folders = await begin(new Set(chosen.map(({ beginning }) => beginning)));
  try {
    const references = await inLanes(chosen, (scenario: Scenario) =>
      undisturbed(scenario, folderOf(scenario, folders)),
    );
    const cells = references.flatMap(cellsOf);
    const results = await tryCells(quick ? sample(cells, seed) : cells, fileURLToPath(import.meta.url));
    report(references, results);
    const wholeReferences = references.filter(({ isAsExpected }) => isAsExpected).length;
    const wholeCells = results.filter(({ isWhole }) => isWhole).length;
    return { passed: wholeReferences + wholeCells, total: references.length + results.length };
  } finally {
    for (const folder of folders.values()) remove({ folder });
  }
}

/** One folder for each initial state, created by the program itself. */
async function begin(wanted: ReadonlySet<Beginning>): Promise<ReadonlyMap<Beginning, string>> {
  const made = await inLanes([...wanted], async (beginning: Beginning) => {
    const installation = await install(scenarioFiles());
    for (const argv of beginnings[beginning]) {
      const { code, output } = await runHere(argv, installation.folder, installation.sandbox);
      if (code !== 0) throw new Error(`${argv.join(" ")} failed: ${output}`);
    }
    await installation.close();
    return [beginning, installation.folder] as const;
  });
  return new Map(made);
}

function folderOf({ beginning }: Scenario, folders: ReadonlyMap<Beginning, string>): string {
  const folder = folders.get(beginning);
  if (folder === undefined) throw new Error(`nothing was prepared for ${beginning}`);
  return folder;
}

function cellsOf(reference: Reference): readonly Cell[] {
  return reference.requests.flatMap((request) =>
    faults.flatMap(({ name, kind }) => (applies(kind, request) ? [{ reference, request, fault: name, kind }] : [])),
  );
}

function isCrucial({ request, kind }: Cell): boolean {
  return !isRead(request) && (kind === "answer_lost" || kind === "kill_after");
}

/**
 * Every write that was carried out but whose answer was lost, killed or unanswered in turn, and a sample of all others,
 * chosen by the seed.
 */
function sample(cells: readonly Cell[], seed: number): readonly Cell[] {
  const others = cells.filter((cell) => !isCrucial(cell));
  const step = Math.max(1, Math.floor(others.length / quickCells));
  const crucial = cells
    .filter((cell) => isCrucial(cell))
    .filter((_, index) => index % 2 === (Math.floor(index / 2) + seed) % 2);
  return [...crucial, ...others.filter((_, index) => index % step === seed % step)];
}

async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const index = next;
      next += 1;
      const item = items[index];
      if (item === undefined) return;
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

function report(references: readonly Reference[], results: readonly CellResult[]): void {
  const lines = references.flatMap((reference) =>
    reference.requests.map((request) => {
      const own = results.filter((result) => result.reference === reference && result.request === request);
      const cell = (fault: string): string => {
        const result = own.find((one) => one.fault === fault);
        if (result === undefined) return "·";
        return result.isWhole ? `ok ${result.course}` : `FAILED ${result.course}`;
      };
      const place = request.label
        .replaceAll(/(?<=\/)[a-z]+(?:_[a-z]+)*_[0-9a-f]{12,}/gu, "…")
        .replaceAll(/\+\d+/gu, "…");
      return [reference.scenario.name, `${request.nth} ${place}`, ...faults.map(({ name }) => cell(name))];
    }),
  );
  process.stdout.write(`${table(["command", "request", ...faults.map(({ name }) => name)], lines)}\n`);
  process.stdout.write("A cell: exit code of the broken run → of the same command again. ·: not tried.\n");
  for (const { scenario } of references.filter(({ isAsExpected }) => !isAsExpected)) {
    process.stdout.write(`${scenario.name}: the undisturbed run does not end as it should\n`);
  }
  for (const { reference, request, fault, trouble } of results) {
    if (trouble !== null) process.stdout.write(`${reference.scenario.name}, ${request.label}, ${fault}: ${trouble}\n`);
  }
  process.stdout.write(`cells: ${results.length}, green: ${results.filter(({ isWhole }) => isWhole).length}\n`);
}

if (process.argv[2] === helperRole) help();
