import { AscendiaError } from "../domain/errors.ts";
import {
  mutateFleet,
  type MutantFate,
  type MutationPorts,
  type MutationReport,
} from "../domain/simulation/mutation/mutate-fleet.ts";
import type { FleetSimulation } from "../domain/simulation/simulate-fleet.ts";
import { table, terminalSafe } from "../terminal/table.ts";
import type { Context } from "./context.ts";

/** Breaks the flow in one place at a time and tells which faults no scenario notices. */
export async function simulateMutants(
  request: FleetSimulation,
  ports: Omit<MutationPorts, "progress">,
  { output }: Context,
): Promise<void> {
  const report = await mutateFleet(request, {
    ...ports,
    progress: ({ fate, what }, { mutants, of }) => output.note(terminalSafe(`[${mutants}/${of}] ${fate}: ${what}`)),
  });
  const { killed, survived } = report.totals;
  if (killed + survived > 0) return output.result(report, mutationText);
  const error = new AscendiaError("nothing_checked", "The flow has nothing that could be broken and noticed.");
  output.failedResult(report, mutationText, error);
  throw error;
}

function mutationText({ mutants, totals, score, clinics, timings, seed }: MutationReport): string {
  const survivors = mutants.filter(({ fate }) => fate === "survived");
  const unreachable = mutants.filter(({ fate }) => fate === "unreachable");
  return [
    ...(survivors.length === 0 ? [] : [fateTable("nobody notices that", survivors), ""]),
    ...(unreachable.length === 0 ? [] : [`no call comes to: ${unreachable.map(({ id }) => id).join(", ")}`, ""]),
    `${totals.mutants} mutants on ${clinics.join(", ")}: ${totals.killed} killed, ${totals.survived} survived, ${totals.unreachable} unreachable`,
    `${score} % of those that can be noticed were noticed; ${timings.runs} calls in ${timings.elapsedMs} ms, seed ${seed}`,
  ].join("\n");
}

function fateTable(title: string, mutants: readonly MutantFate[]): string {
  return table(
    [title, "because"],
    mutants.map(({ what, by }) => [what, by]),
  );
}
