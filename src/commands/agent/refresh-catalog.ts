import type { Command } from "commander";
import { type RefreshedLists, refreshedLists } from "../../domain/agent/content/contract-drift.ts";
import { listNames } from "../../flow/check/value-rules.ts";
import { counted, terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { receivedValues } from "../received-values.ts";
import { agentPorts } from "./agent-ports.ts";

interface RefreshFlags {
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description(
      "read the voices, models and other listed values from the Retell account; agent:validate and check --retell use them",
    )
    .action((flags: RefreshFlags) => refresh(flags, context));
}

async function refresh({ dryRun: isDry = false }: RefreshFlags, context: Context): Promise<void> {
  const { output } = context;
  const { store, platform } = await agentPorts(context);
  const { answers } = await context.retell();
  const before = await store.accountLists.read();
  const today = new Date(context.clock.now()).toISOString().slice(0, 10);
  const received = await receivedValues(context);
  const refreshed = await output.step("Reading the account", () =>
    refreshedLists({ received, today, before }, { platform, answers }),
  );
  if (!isDry) await store.accountLists.save(refreshed.lists);
  output.result(refreshJson(refreshed, isDry), () => refreshText(refreshed, isDry));
}

function refreshJson({ lists, agents, changes }: RefreshedLists, isDry: boolean) {
  return { ...(isDry ? { dry_run: true } : {}), as_of: lists.asOf, agents, changes };
}

const mostShown = 12;

function refreshText({ lists, agents, changes }: RefreshedLists, isDry: boolean): string {
  const lines = changes.flatMap(({ list, added, removed }) => [
    ...(added.length === 0 ? [] : [`  new ${listNames[list]}: ${some(added)}`]),
    ...(removed.length === 0 ? [] : [`  gone: ${listNames[list]} ${some(removed)}`]),
  ]);
  return terminalSafe(
    [
      `Read ${counted(lists.lists.voices?.length ?? 0, "voice")} and the values that ${counted(agents, "agent")} and the stored events use.`,
      ...(lines.length === 0 ? ["Nothing new."] : lines),
      isDry ? "Nothing was stored." : `agent:validate and check --retell use them, as of ${lists.asOf}.`,
    ].join("\n"),
  );
}

function some(texts: readonly string[]): string {
  const rest = texts.length - mostShown;
  return `${texts.slice(0, mostShown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
