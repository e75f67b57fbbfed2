import { execFile } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { ascendia } from "../simulation/command.ts";
import { missingForImages } from "./base-image.ts";
import { Builder, type Image, inImage, startContainer } from "./image.ts";
import { type Row, notHere } from "./row.ts";

const execute = promisify(execFile);

interface Call {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Runs the Dockerfile's steps one by one in Debian file systems, then a container as `docker run` starts it: as the
 * image's user, on a read-only root, without capabilities.
 */
export async function containers(port: number, signedCall: () => Call): Promise<readonly Row[]> {
  const missing = await missingForImages();
  if (missing !== null) return [notHere("the Dockerfile's steps, and a container", missing)];
  const folder = mkdtempSync(join(tmpdir(), "ascendia-image-"));
  try {
    await ascendia(["deploy:init", "fly", "--domain", "voice.example.com"], folder, { ASCENDIA_PORT: String(port) });
    await execute("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
    const builder = new Builder(folder, join(folder, "stages"));
    mkdirSync(join(folder, "stages"));
    const stages = await builder.build();
    const rows: Row[] = [[`the Dockerfile's ${builder.steps} steps`, [...stages.keys()].join(", "), stages.size === 3]];
    for (const name of ["server", "volume"]) {
      const image = stages.get(name);
      if (image !== undefined) rows.push(...(await contained(name, { image, port, folder, signedCall })));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Contained {
  readonly image: Image;
  readonly port: number;
  readonly folder: string;
  readonly signedCall: () => Call;
}

async function contained(name: string, { image, port, folder, signedCall }: Contained): Promise<readonly Row[]> {
  const installation = join(folder, `installation-${name}`);
  mkdirSync(installation);
  if (image.user !== "root") chownSync(installation, 1000, 1000);
  const say = (argv: readonly string[]) => inImage(image, [...image.entrypoint, ...argv], installation);
  await say(["agent:create", "--yes"]);
  const example = "/opt/ascendia/node_modules/ascendia/templates/demo/austin.json";
  await say(["clinic:onboard", "--file", example, "--yes"]);
  const health = () =>
    inImage(image, image.healthcheck, installation).then(
      () => "healthy",
      () => "not healthy",
    );
  const before = await health();
  const child = startContainer(image, [...image.entrypoint, ...image.command], installation);
  try {
    let after = before;
    for (let tries = 0; after !== "healthy" && tries < 60; tries += 1) {
      await wait(1000);
      after = await health();
    }
    const { path, body, headers } = signedCall();
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body, headers });
    const user = userOf(child.pid ?? 0);
    const owner = statSync(installation).uid;
    const written = await inImage(image, ["sh", "-c", "touch /opt/file && echo written"], installation).catch(String);
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
    return [
      [
        `${name}: HEALTHCHECK before and after the start`,
        `${before}, ${after}`,
        before !== after && after === "healthy",
      ],
      [`${name}: an inbound call`, `${answer.status}`, answer.status === 200],
      [`${name}: the server's user, its folder's owner`, `${user}, ${owner}`, user === "1000" && owner === 1000],
      [
        `${name}: a write outside the installation`,
        /Read-only[^\n]*/u.exec(written)?.[0] ?? written,
        written.includes("Read-only"),
      ],
      [`${name}: SIGTERM`, `exit ${child.exitCode}`, child.exitCode === 0],
    ];
  } finally {
    child.kill("SIGKILL");
  }
}

/** Each step of the start-up replaces the previous process, so this process is the server. */
function userOf(pid: number): string {
  return /^Uid:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
}
