import { Worker } from "node:worker_threads";
import { main } from "../../src/main.ts";
import { displayWidth } from "../../src/terminal/text-width.ts";
import { Recorder, inputOf } from "../fakes/streams.ts";
import { type ExampleInstallation, exampleInstallation } from "./contract/installation.ts";
import { ENDLESS, SIMULATING, argvOf, documentedCommands } from "./contract/documented.ts";
import { print } from "./identity/print.ts";

const WIDTHS = [0, 1, 40, 60, 80, 100, 200];
/** Widths for a command's help, which is only text. */
const HELP_WIDTHS = [0, 40, 100];
/** From this width on, lines must fit. */
const FITTED = 20;
/** No help is longer than this at any width. */
const MOST_BYTES = 400_000;
const PATIENCE_MS = 120_000;

/** A terminal that refuses a flood at once, instead of when memory is full. */
class BoundedTerminal extends Recorder {
  readonly isTTY: boolean;
  readonly columns: number;
  #bytes = 0;

  constructor(columns: number, isTTY: boolean) {
    super();
    this.columns = columns;
    this.isTTY = isTTY;
  }

  override write(chunk: string): boolean {
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
    return super.write(chunk);
  }

  clearLine(): boolean {
    return true;
  }

  cursorTo(): boolean {
    return true;
  }

  moveCursor(): boolean {
    return true;
  }
}

interface Shown {
  readonly out: string;
  readonly said: string;
}

/** @param columns undefined: no terminal */
async function shown(cwd: string, argv: readonly string[], columns: number | undefined): Promise<Shown> {
  const [stdout, stderr] = [0, 1].map(() => new BoundedTerminal(columns ?? 0, columns !== undefined));
  if (stdout === undefined || stderr === undefined) throw new Error("two streams were made");
  const env = { NO_COLOR: "1", EXAMPLE_KEY: "key_example", BACKUP_PASSPHRASE: "a passphrase", RETELL_KEY: "key_x" };
  await main(argv, { env, cwd: () => cwd, stdin: inputOf(""), stdout, stderr });
  return { out: stdout.text, said: stderr.text };
}

/** Replaces times, ids and counts, which differ between runs. */
function settled(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8,}(?:-[0-9a-f]+)*/gu, "#")
    .replaceAll(/\d+/gu, "#")
    .replaceAll(/[─-]{3,}/gu, "---");
}

function wordsIn(text: string): readonly string[] {
  return settled(text)
    .split(/\s+/u)
    .filter((word) => word !== "" && !/^[#a-f-]+…$/u.test(word));
}

/** What is wrong with a command's output at a width, compared with its output to a pipe. */
function faultsAt(columns: number, { out }: Shown, piped: Shown): readonly string[] {
  if (columns < FITTED) return settled(out) === settled(piped.out) ? [] : ["differs from what is piped"];
  const known = new Set(wordsIn(piped.out));
  const whole = settled(piped.out);
  const lines = out.split("\n");
  const note = out.indexOf("Hidden at this width:");
  const own = new Set(note === -1 ? [] : wordsIn(out.slice(note)));
  const cut = out.split(/\s+/u).filter((written) => {
    // A shortened id is unusable, so ids must appear in full.
    if (written.endsWith("…") && piped.out.includes(written.slice(0, -1))) return false;
    return wordsIn(written).some((word) => {
      if (known.has(word) || own.has(word)) return false;
      return !(word.endsWith("…") && whole.includes(word.slice(0, -1)));
    });
  });
  const wide = lines.filter((line) => displayWidth(line) > columns && line.trim().includes(" "));
  return [
    ...(cut.length === 0 ? [] : [`cut or new words: ${cut.slice(0, 4).join(" | ")}`]),
    ...(wide.length === 0 ? [] : [`${wide.length} lines wider than that, such as: ${wide[0] ?? ""}`]),
  ];
}

/** Ends the process if a command does not end: from another thread, because this one may be busy forever. */
function watchdog() {
  const source = `
    const { parentPort } = require("node:worker_threads");
    let what = "", timer;
    parentPort.on("message", (line) => {
      what = line;
      clearTimeout(timer);
      timer = setTimeout(() => {
        require("node:fs").writeSync(2, "does not end: " + what + "\\n");
        process.kill(process.pid, "SIGKILL");
      }, ${PATIENCE_MS});
    });`;
  const worker = new Worker(source, { eval: true });
  return { begins: (line: string) => worker.postMessage(line, []), stop: () => worker.terminate() };
}

/** The help and one example of each command, on the same data at each width: commands that write only do a dry run. */
async function linesOf(
  cwd: string,
  { isQuick, ids }: { readonly isQuick: boolean } & Pick<ExampleInstallation, "ids">,
) {
  const commands = await documentedCommands(cwd);
  return commands.flatMap(({ name, writes, examples }) => {
    const line = examples.find((one) => !ENDLESS.test(one.replace(/^ascendia /u, "")) && !isForPrograms(one));
    const help = [name, "--help"];
    if (line === undefined || (isQuick && SIMULATING.test(line))) return [help];
    const argv = argvOf(line, { ids });
    return [help, writes && !argv.includes("--dry-run") ? argv.concat("--dry-run") : argv];
  });
}

/** JSON is one line at every width, and files are not shown on a screen. */
function isForPrograms(line: string): boolean {
  return / --json\b| (?:-o|--output) |^ascendia (?:backup|restore|capabilities) ?/u.test(line);
}

/**
 * Every command's help and one documented example (with --dry-run if it writes) at each width of a terminal. The output
 * ends within a bound of bytes. If the terminal has no width, it equals the output to a pipe; otherwise every line
 * fits, and every word is whole or marked as shortened. Nothing is shortened in a pipe. Quick: every sixteenth.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const installation = await exampleInstallation({ isSealed: false });
  const dog = watchdog();
  const problems: string[] = [];
  let total = 0;
  try {
    const cwd = installation.copy();
    const lines = await linesOf(cwd, { isQuick: quick, ids: installation.ids });
    const chosen = quick ? lines.filter((_line, index) => index % 16 === seed % 16) : lines;
    for (const argv of chosen) {
      const line = argv.join(" ");
      dog.begins(`${line}, piped`);
      const piped = await shown(cwd, argv, undefined);
      const shortenedWords = argv.includes("--help") ? null : / \S*\w…(?=\s|$)/u.exec(piped.out);
      if (shortenedWords !== null) problems.push(`${line}, piped: shortened: ${shortenedWords[0]}`);
      for (const columns of argv.includes("--help") ? HELP_WIDTHS : WIDTHS) {
        total += 1;
        dog.begins(`${line}, ${columns} columns`);
        const faults = faultsAt(columns, await shown(cwd, argv, columns), piped);
        if (faults.length > 0) problems.push(`${line} at ${columns} columns: ${faults.join("; ")}`);
      }
    }
  } finally {
    await dog.stop();
    installation.remove();
  }
  for (const problem of problems) print(problem);
  print(`${total} screens of commands and helps, at ${WIDTHS.join(", ")} columns`);
  return { passed: total - problems.length, total };
}
