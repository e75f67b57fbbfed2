import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import * as z from "zod";

const execute = promisify(execFile);

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** A build of ascendia: this one, or an older commit's. */
export interface Version {
  /** The folder with its bin and templates. */
  readonly folder: string;
  readonly name: string;
}

/** A commit of this repository, built in a separate folder, with the packages it needs. */
export class OldVersion implements Version {
  readonly #root = mkdtempSync(join(tmpdir(), "ascendia-old-"));
  readonly folder = join(this.#root, "ascendia");
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** Whether the clone's history includes the commit. */
  static isKnown(commit: string): Promise<boolean> {
    return execute("git", ["cat-file", "-e", `${commit}^{commit}`]).then(
      () => true,
      () => false,
    );
  }

  /** @throws if the clone's history does not include the commit */
  static async build(commit: string): Promise<OldVersion> {
    if (!(await OldVersion.isKnown(commit)))
      throw new Error(`This clone has no commit ${commit}. Fetch the history: git fetch --unshallow`);
    const old = new OldVersion(commit.slice(0, 8));
    await execute("git", ["worktree", "add", "--detach", old.folder, commit]);
    await old.#install();
    await execute(process.execPath, [resolve("node_modules/rolldown/bin/cli.mjs"), "-c"], { cwd: old.folder });
    return old;
  }

  /**
   * Uses this build's packages if the commit has the same ones; fetches packages removed since then from the registry.
   */
  async #install(): Promise<void> {
    const wanted = manifest.parse(JSON.parse(readFileSync(join(this.folder, "package.json"), "utf8"))).dependencies;
    const missing = Object.entries(wanted).filter(([name]) => !existsSync(join("node_modules", name)));
    const extra = join(this.#root, "extra");
    mkdirSync(join(extra, "node_modules"), { recursive: true });
    if (missing.length > 0) {
      const flags = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", extra];
      await execute("npm", [...flags, ...missing.map(([name, version]) => `${name}@${version}`)]);
    }
    for (const modules of [resolve("node_modules"), join(extra, "node_modules")]) {
      for (const name of packagesIn(modules)) {
        const link = join(this.folder, "node_modules", name);
        mkdirSync(dirname(link), { recursive: true });
        if (!existsSync(link)) symlinkSync(join(modules, name), link);
      }
    }
  }

  async remove(): Promise<void> {
    await execute("git", ["worktree", "remove", "--force", this.folder]);
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function packagesIn(modules: string): readonly string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

const env = { PATH: process.env["PATH"], LOG_LEVEL: "silent" };

/** One command of a version. @throws unless it succeeds */
export async function command({ folder, name }: Version, cwd: string, argv: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(folder, "bin", "ascendia.js"), ...argv], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  if (child.exitCode === 0) return stdout;
  throw new Error(`${name}: ${argv.join(" ")} ended with ${child.exitCode}: ${stderr}${stdout}`);
}

/** A version's `serve`, which runs jobs too. */
export class VersionServer {
  readonly url: string;
  readonly #child: ReturnType<typeof spawn>;

  private constructor(url: string, child: ReturnType<typeof spawn>) {
    [this.url, this.#child] = [url, child];
  }

  static async start({ folder }: Version, cwd: string, database: string): Promise<VersionServer> {
    const argv = [join(folder, "bin", "ascendia.js"), "serve", "--port", "0", "--json", "--db", database];
    const child = spawn(process.execPath, argv, { cwd, env, stdio: ["ignore", "pipe", "ignore"] });
    const line = once(createInterface({ input: child.stdout }), "line");
    const gone = once(child, "exit").then(() => Promise.reject(new Error(`serve ended with ${child.exitCode}`)));
    const [told] = z.tuple([z.string()]).parse(await Promise.race([line, gone]));
    gone.catch(() => undefined);
    return new VersionServer(served.parse(JSON.parse(told)).data.listening, child);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await exited;
  }
}

const served = z.object({ data: z.object({ listening: z.string() }) });
