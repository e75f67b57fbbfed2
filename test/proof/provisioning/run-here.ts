import { PassThrough, Writable } from "node:stream";
import { main } from "../../../src/main.ts";
import type { Ended, Endpoint } from "./child.ts";

/**
 * Runs the program on that folder in this process: everything except Node's own start, which takes longer than the
 * rest.
 */
export async function runHere(
  argv: readonly string[],
  cwd: string,
  { url, apiKey, timeoutMs }: Endpoint,
): Promise<Ended> {
  const env = {
    RETELL_BASE_URL: url,
    RETELL_API_KEY: apiKey,
    ...(timeoutMs === undefined ? {} : { RETELL_TIMEOUT_MS: String(timeoutMs) }),
  };
  let output = "";
  const stream = () =>
    new Writable({
      write: (part: Buffer, _encoding, done) => {
        output += part.toString();
        done();
      },
    });
  const began = performance.now();
  const world = { env, cwd: () => cwd, stdin: new PassThrough(), stdout: stream(), stderr: stream() };
  const code = await main(argv, world);
  return { code, wasKilled: false, output, milliseconds: performance.now() - began };
}
