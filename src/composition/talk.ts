import { join } from "node:path";
import { packageRoot } from "../adapters/files/package-files.ts";
import { newSecret } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";

/** Starts the page on which a person plays the caller. */
export const startTalk: Context["startTalk"] = async (ports, port) => {
  const page = await import("../talk/start-talk.ts");
  const files = {
    console: await read("console/console.css"),
    talk: await read("talk/talk.css"),
    script: await read("talk/talk.js"),
    live: ports.live === undefined ? "" : await read("talk/live.js", "dist"),
  };
  return page.startTalk({ ...ports, files, digest: sha256, newSecret }, port);
};

async function read(name: string, folder = "templates"): Promise<string> {
  const { readInput } = await import("../adapters/files/files.ts");
  return readInput(name, { placeOf: (path) => join(packageRoot(), folder, path), stdin: nothing() });
}

async function* nothing(): AsyncIterable<string> {}
