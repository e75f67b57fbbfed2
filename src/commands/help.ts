import type { Command } from "commander";
import type { Context } from "./context.ts";
import { HELP_TOPICS } from "./help-topics.ts";

export function configure(command: Command, context: Context): void {
  const topics = Object.entries(HELP_TOPICS).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  command
    .argument("[command|topic]", "whose help to show")
    .addHelpText("after", ["", "Topics:", ...topics].join("\n"))
    .action((name: string | undefined) => help(name, command, context));
}

async function help(name: string | undefined, command: Command, context: Context): Promise<void> {
  const program = command.parent;
  const topic = Object.entries(HELP_TOPICS).find(([known]) => known === name)?.[1];
  if (topic !== undefined) return topic.tell(context.output);
  const asked = name === undefined ? program : program?.commands.find((known) => known.name() === name);
  if (asked !== null && asked !== undefined) return asked.outputHelp();
  // As a command line it is refused with the nearest name, or with what can be done with that noun.
  return context.run([name ?? ""]);
}
