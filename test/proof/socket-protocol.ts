import { assert, asyncProperty } from "fast-check";
import { table } from "../../src/terminal/table.ts";
import { PlayedLine } from "./socket-protocol/played-line.ts";
import { programs } from "./socket-protocol/program.ts";
import { playOverSocket } from "./socket-protocol/real-line.ts";
import { Tally } from "./socket-protocol/tally.ts";

/**
 * Plays Retell's side of the socket with random sequences of messages: questions that overtake each other, stale ids,
 * reminders, floods, lost connections, malformed frames, and a brain that hangs, fails and acts at random. Each frame
 * that comes back is checked against the protocol's rules. Some sequences are played over a real WebSocket to a real
 * server with the master flow.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const tally = new Tally();
  const sequences = quick ? 500 : 10_000;
  const property = asyncProperty(programs, async (program) => new PlayedLine(tally).play(program));
  await assert(property, { numRuns: sequences, seed });
  const real = quick ? 8 : 250;
  const calls = await playOverSocket({ calls: real, seed }, tally);
  const rows = [...tally.rules].map(([rule, { checked, broken }]) => [rule, String(checked), String(broken)]);
  process.stdout.write(`${table(["rule", "checked", "broken"], rows)}\n`);
  process.stdout.write(`${sequences} sequences in process, ${calls} over a real WebSocket\n`);
  for (const [rule, { example }] of tally.rules) if (example !== "") process.stdout.write(`${rule}: ${example}\n`);
  const held = [...tally.rules.values()].filter(({ broken }) => broken === 0).length;
  return { passed: held, total: tally.rules.size };
}
