import { createContext } from "./composition/create-context.ts";
import { type ConsoleWord, consoleOrderSchema } from "./composition/console-process.ts";
import { AscendiaError } from "./errors.ts";
import { humanOutput } from "./terminal/output.ts";
import { noPrompt } from "./terminal/prompt.ts";

// Serves the console of `ascendia serve --console` (composition/console-process.ts) until the server is gone.

process.once("message", (order) => void serve(order));
// Ignore stop signals from the terminal or service manager: they are for the server, which then stops this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);

async function serve(told: unknown): Promise<void> {
  const { cwd, flags, host, port, logFormat } = consoleOrderSchema.parse(told);
  const { db, envFile } = flags;
  const context = createContext({
    env: process.env,
    cwd,
    stdin: process.stdin,
    flags: { ...(db !== undefined && { db }), ...(envFile !== undefined && { envFile }) },
    output: humanOutput(process, { quiet: true, verbose: false, colour: false }),
    prompt: noPrompt(),
    dispatch: () => Promise.reject(new Error("the console's process runs no commands")),
    servesPages: true,
  });
  const left = new Promise<void>((resolve) => process.once("disconnect", resolve));
  try {
    const pages = await context.startConsole({ host, port, logFormat });
    say({ url: pages.url, port: pages.port });
    await left;
    await pages.close();
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    const { code, message, hint } = error;
    say({ failed: { code, message, ...(hint !== undefined && { hint }) } });
    await left;
  } finally {
    await context.close();
  }
}

function say(word: ConsoleWord): void {
  process.send?.(word);
}
