import { terminalSafe } from "./table.ts";

const barWidth = 24;

/** A bar that grows as items are done, with the latest one beside it; taken away at the end. */
export async function withProgressBar<T>(
  total: number,
  work: (done: (line: string) => void) => Promise<T>,
  stream: NodeJS.WritableStream,
): Promise<T> {
  const { default: ora } = await import("ora");
  // Ora would put the terminal in raw mode, in which Ctrl-C comes late.
  const spinner = ora({ text: progressText(0, total, ""), stream, discardStdin: false }).start();
  let finished = 0;
  try {
    return await work((line) => {
      finished += 1;
      spinner.text = progressText(finished, total, line);
    });
  } finally {
    spinner.stop();
  }
}

export function progressText(finished: number, total: number, latest: string): string {
  const filled = total === 0 ? barWidth : Math.round((finished / total) * barWidth);
  const bar = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
  return `${bar} ${finished} of ${total}  ${terminalSafe(latest)}`;
}
