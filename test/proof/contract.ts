import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkAgainstPublished } from "../fakes/published-schemas.ts";
import { ENDLESS, SIMULATING, argvOf, documentedCommands } from "./contract/documented.ts";
import { SEALED, exampleInstallation, runIn } from "./contract/installation.ts";
import { print } from "./identity/print.ts";

/** Lines that rightly fail, with their exit code: they need something from outside the installation. */
const NEEDED: readonly (readonly [RegExp, number])[] = [
  // A server on this machine, a mail server, an external calendar, PostgreSQL, a recorded day.
  [/^ascendia db:copy --to postgres:/u, 5],
  [/^ascendia replay\b/u, 1],
  [/^ascendia event:(?:trigger|replay .*--to)/u, 5],
  [/^ascendia (?:mail:send|alert:test)/u, 4],
  [/^ascendia calendar:connect .*--ics /u, 5],
  [/^ascendia calendar:connect .*--caldav /u, 4],
  [/^ascendia calendar:(?:connect|disconnect|test)/u, 1],
  // A call that Retell's engine led, with its transcript.
  [/^ascendia call:to-scenario/u, 1],
  // A template with other wording; a clinic without a number; a browser's session.
  [/--accept-change/u, 2],
  [/^ascendia number:(?:bind|import) .*--number/u, 1],
  [/^ascendia console:revoke/u, 1],
  // A planned call, a call in progress, an open alert.
  [/^ascendia (?:call:(?:cancel|stop)|alert:mute)/u, 1],
  // Outside the clinic's calling hours, whenever those are.
  [/^ascendia call:place .*--to/u, 1],
];

/**
 * Runs every documented example of every command, each in a copy of one installation that contains what the examples
 * name. Each ends with 0 or a code that the command's help explains, and prints what its schema describes. Quick: one
 * example of every sixth command, different ones for each seed, and none that simulates calls.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const commands = await documentedCommands(tmpdir());
  const lines = commands.flatMap(({ name, examples, exit }, at) => {
    const finite = examples.filter((line) => !ENDLESS.test(line.replace(/^ascendia /u, "")));
    const brief = at % 6 === seed % 6 ? finite.filter((line) => !SIMULATING.test(line)).slice(0, 1) : [];
    return (quick ? brief : finite).map((line) => ({ name, line, exit }));
  });
  const total = lines.length;
  const installation = await exampleInstallation({ isSealed: lines.some(({ line }) => line.includes(SEALED)) });
  const problems: string[] = [];
  try {
    for (const { name, line, exit } of lines) {
      const problem = await problemOf(line, { exit, installation });
      if (problem !== null) problems.push(`${name}: ${line}\n  ${problem}`);
    }
  } finally {
    installation.remove();
  }
  for (const problem of problems) print(problem);
  print(`${total} documented lines, each in a copy of one installation`);
  return { passed: total - problems.length, total };
}

interface Documented {
  readonly exit: string | null;
  readonly installation: Awaited<ReturnType<typeof exampleInstallation>>;
}

async function problemOf(line: string, { exit, installation }: Documented): Promise<string | null> {
  const argv = argvOf(line, installation);
  const printsText = argv[0] === "completion" || argv[0] === "help" || argv.includes("--json");
  const asked = [...argv, "--yes", ...(printsText ? [] : ["--json"])];
  const cwd = installation.copy();
  for (const path of inTheWay(argv)) rmSync(join(cwd, path), { recursive: true, force: true });
  const { code, stdout, stderr } = await runIn(cwd, asked);
  const explained = [...(exit ?? "").matchAll(/\b\d\b/gu)].map(([digit]) => Number(digit));
  const needed = NEEDED.filter(([pattern]) => pattern.test(line)).map(([, expected]) => expected);
  if (![0, ...explained, ...needed].includes(code)) {
    return `ended with ${code}: ${stdout.slice(0, 400)}${stderr.slice(0, 300)}`;
  }
  return asked.includes("--json") ? schemaProblem(asked, stdout) : null;
}

function schemaProblem(argv: readonly string[], stdout: string): string | null {
  try {
    checkAgainstPublished(argv, stdout);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 600) : String(error);
  }
}

/** Removes what the line creates: a command never replaces a file or database without being asked to. */
function inTheWay(argv: readonly string[]): readonly string[] {
  const outputs = argv.filter((_, at) => argv[at - 1] === "--output");
  if (argv[0] === "backup") return [...outputs, ...argv.slice(1, 2).filter((path) => !path.startsWith("/"))];
  return argv[0] === "restore" && !argv.includes("--dry-run") ? [".ascendia"] : outputs;
}
