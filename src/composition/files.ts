import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { systemClock } from "../adapters/system/clock.ts";
import { inputPlace, packageRoot, packageVersion } from "../adapters/files/package-files.ts";
import { withSettingsFiles } from "../adapters/files/settings-files.ts";
import { newId } from "../adapters/system/ids.ts";
import { userName } from "../adapters/system/process.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import type { SignedRequest } from "../domain/call/signed-request.ts";
import { type Surroundings, once } from "./surroundings.ts";

type Files = Pick<
  Context,
  | "secret"
  | "shippedFile"
  | "readInput"
  | "readIfThere"
  | "isThere"
  | "isFolder"
  | "folderFiles"
  | "makeFolder"
  | "writeOutput"
  | "writePrivately"
  | "painter"
>;

/** Reads and writes files, relative to the folder in which the command was started. */
export function files({ parts }: Surroundings): Files {
  const { cwd, env, stdin, flags } = parts;
  return {
    secret: (variable) => withSettingsFiles(env, cwd, flags.envFile)[variable],
    shippedFile: (path) => join(packageRoot(), path),
    readInput: async (path) => {
      const { readInput } = await import("../adapters/files/files.ts");
      return readInput(path, { placeOf: (name) => inputPlace(cwd, name), stdin });
    },
    readIfThere: async (path) => {
      const { readInput } = await import("../adapters/files/files.ts");
      const whole = resolve(cwd, path);
      return existsSync(whole) ? readInput(whole, { placeOf: resolve, stdin }) : undefined;
    },
    isThere: (path) => existsSync(resolve(cwd, path)),
    isFolder: (path) => statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() === true,
    folderFiles: async (path) => {
      const { folderFiles } = await import("../adapters/files/files.ts");
      return path === "-" ? undefined : folderFiles(inputPlace(cwd, path));
    },
    makeFolder: async (path) => {
      const { makeFolder } = await import("../adapters/files/files.ts");
      return makeFolder(resolve(cwd, path));
    },
    writeOutput: async (path, content) => {
      const { writeOutput } = await import("../adapters/files/files.ts");
      return writeOutput(resolve(cwd, path), content);
    },
    writePrivately: async (path, text) => {
      const { writePrivateFile } = await import("../adapters/files/files.ts");
      return writePrivateFile(resolve(cwd, path), text);
    },
    painter: once(async () => {
      const { drawSvg } = await import("../adapters/graph/draw-graph.ts");
      return {
        svg: drawSvg,
        png: async (svg: string) => (await import("../adapters/graph/draw-graph.ts")).drawPng(svg),
      };
    }),
  };
}

type Outside = Pick<
  Context,
  "clock" | "newId" | "digest" | "program" | "wait" | "untilStopped" | "probes" | "startTunnel"
>;

/** The machine and the network around the program. */
export function outside(surroundings: Surroundings): Outside {
  return {
    clock: systemClock,
    newId,
    digest: sha256,
    program: () => ({
      node: process.execPath,
      program: join(packageRoot(), "bin", "ascendia.js"),
      package: packageRoot(),
      version: packageVersion(),
      user: userName(),
    }),
    wait,
    untilStopped: async (listening) => (await import("../adapters/system/process.ts")).untilStopped(listening),
    startTunnel: async (...asked) => (await import("../adapters/system/tunnel.ts")).startTunnel(...asked),
    probes: once(async () => {
      const { accountWire } = await import("./accounts.ts");
      const wire = await accountWire(surroundings);
      return { send: (request: SignedRequest) => wire.send(request), mailServer };
    }),
  };
}

async function mailServer(url: string) {
  return (await import("../adapters/mail/mail-server.ts")).reachMailServer(url);
}
