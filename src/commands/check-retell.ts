import { type ContractReport, contractDrift } from "../domain/agent/content/contract-drift.ts";
import { AscendiaError } from "../errors.ts";
import { counted, terminalSafe } from "../terminal/table.ts";
import { agentPorts, masterOf } from "./agent/agent-ports.ts";
import type { Context } from "./context.ts";
import { receivedValues } from "./received-values.ts";

/** Compares the account's real answers with what this version knows; exit code 3 where they differ. */
export async function checkRetell(context: Context): Promise<void> {
  const { output } = context;
  const master = await masterOf(context);
  const { platform } = await agentPorts(context);
  const { answers } = await context.retell();
  const received = await receivedValues(context);
  const account = await (await context.store()).accountLists.read();
  const report = await output.step("Comparing Retell's answers", () =>
    contractDrift({ agents: [master], received, account }, { platform, answers }),
  );
  if (report.differences.length === 0) return output.result(report, reportText);
  const error = new AscendiaError(
    "drift",
    `Retell's answers show ${counted(report.differences.length, "difference")} from what this version knows.`,
    {
      hint: "They are kept and carried through. Paste this list into an issue of ascendia; there is no secret in it.",
    },
  );
  output.failedResult(report, reportText, error);
  throw error;
}

function reportText({ knownAsOf, compared, differences }: ContractReport): string {
  const scope = `Compared ${counted(compared.agents, "agent")} with its flow, ${counted(compared.numbers, "number")}, ${counted(compared.voices, "voice")} and ${counted(compared.events, "stored event")} with what was known on ${knownAsOf}.`;
  if (differences.length === 0) return `${scope}\nNothing is unknown.`;
  const lines = differences.map(({ of, kind, path, found }) => `- ${of}: unknown ${kind} \`${path}\` ${found}`);
  return terminalSafe([scope, "", ...lines].join("\n"));
}
