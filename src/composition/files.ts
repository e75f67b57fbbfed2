import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageRoot } from "../adapters/system/package-root.ts";
import { withSettingsFiles } from "../adapters/system/settings-files.ts";
import type { Context } from "../commands/context.ts";
import { once, type Surroundings } from "./surroundings.ts";

type Files = Pick<
  Context,
  "secret" | "shippedFile" | "readInput" | "readIfThere" | "writeOutput" | "writePrivately" | "painter"
>;

/** What is read from and written to files, relative to the folder that the command was started in. */
export function files({ parts }: Surroundings): Files {
  const { cwd, env, stdin, flags } = parts;
  return {
    secret: (variable) => withSettingsFiles(env, cwd, flags.envFile)[variable],
    shippedFile: (path) => join(packageRoot(), path),
    readInput: async (path) => {
      const { readInput } = await import("../adapters/system/read-input.ts");
      return readInput(path, { resolve: (name) => resolve(cwd, name), stdin });
    },
    readIfThere: async (path) => {
      const { readInput } = await import("../adapters/system/read-input.ts");
      const whole = resolve(cwd, path);
      return existsSync(whole) ? readInput(whole, { resolve, stdin }) : undefined;
    },
    writeOutput: async (path, content) => {
      const { writeOutput } = await import("../adapters/system/write-output.ts");
      return writeOutput(resolve(cwd, path), content);
    },
    writePrivately: async (path, text) => {
      const { writePrivateFile } = await import("../adapters/system/write-private-file.ts");
      return writePrivateFile(resolve(cwd, path), text);
    },
    painter: once(async () => {
      const { drawSvg } = await import("../adapters/graphviz/draw-svg.ts");
      return { svg: drawSvg, png: async (svg: string) => (await import("../adapters/resvg/draw-png.ts")).drawPng(svg) };
    }),
  };
}
