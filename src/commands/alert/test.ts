import type { Command } from "commander";
import type { Channel } from "../../domain/alert/notice.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

export function configure(command: Command, context: Context): void {
  command
    .description("send a test notice to every alert address, and show which accepted it")
    .action(() => sendTest(context));
}

interface Tried {
  readonly to: string;
  readonly sent: boolean;
  /** null: it was sent. */
  readonly problem: string | null;
}

async function sendTest(context: Context): Promise<void> {
  const channels = await context.channels();
  if (channels.length === 0) {
    throw new AscendiaError("not_configured", "Alerts go nowhere: no address is set.", {
      hint: "Set ASCENDIA_ALERT_MAIL, ASCENDIA_ALERT_URL or ASCENDIA_ALERT_COMMAND.",
    });
  }
  const tried: Tried[] = [];
  for (const channel of channels) tried.push(await tryOut(channel, context));
  const failed = tried.filter(({ sent }) => !sent).length;
  const text = () =>
    tried.map(({ to, problem }) => `${problem === null ? "sent" : "FAILED"}  ${to}${said(problem)}`).join("\n");
  if (failed === 0) return context.output.result({ channels: tried }, text);
  const error = new AscendiaError(
    "failed",
    `${failed} of ${counted(tried.length, "channel")} did not accept the notice.`,
    {
      hint: "Correct the address in the environment, then run: ascendia alert:test",
    },
  );
  context.output.failedResult({ channels: tried }, text, error);
  throw error;
}

function said(problem: string | null): string {
  return problem === null ? "" : `: ${problem}`;
}

async function tryOut(channel: Channel, context: Context): Promise<Tried> {
  const change = { id: "test", what: "test", state: "ok", was: null, detail: "a test of alerts", fix: null } as const;
  try {
    await channel.send({ id: context.newId(), at: context.clock.now(), changes: [change] });
    return { to: channel.name, sent: true, problem: null };
  } catch (error) {
    return { to: channel.name, sent: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
