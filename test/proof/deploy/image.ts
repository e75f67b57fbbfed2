import { execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { baseImage } from "./base-image.ts";

const execute = promisify(execFile);
const words = z.array(z.string());

/** One stage of a Dockerfile, and how its container starts. */
export interface Image {
  readonly root: string;
  readonly user: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

function instructionsOf(text: string): readonly Instruction[] {
  const lines = text
    .replaceAll(/^#.*\n/gmu, "")
    .replaceAll(/\\\n/gu, " ")
    .split("\n");
  return lines
    .map((line) => /^(?<name>[A-Z]+)\s+(?<rest>.*)$/u.exec(line.trim())?.groups)
    .filter((groups) => groups !== undefined)
    .map(({ name = "", rest = "" }) => ({ name, rest: rest.trim() }));
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Runs the instructions that our Dockerfile uses, each in the file system of its stage. An unknown instruction is an
 * error.
 */
export class Builder {
  readonly #context: string;
  readonly #folder: string;
  readonly #stages = new Map<string, Image>();
  #steps = 0;

  /** @param context the folder of the Dockerfile @param folder where the stages' files go */
  constructor(context: string, folder: string) {
    this.#context = context;
    this.#folder = folder;
  }

  get steps(): number {
    return this.#steps;
  }

  async build(): Promise<ReadonlyMap<string, Image>> {
    let name = "";
    for (const instruction of instructionsOf(readFileSync(join(this.#context, "Dockerfile"), "utf8"))) {
      const [from = "", , as = ""] = instruction.rest.split(/\s+/u);
      if (instruction.name === "FROM") {
        name = as;
        this.#stages.set(name, await this.#from(from, as));
      } else this.#stages.set(name, await this.#step(this.#stage(name), instruction));
      this.#steps += 1;
    }
    return this.#stages;
  }

  #stage(name: string): Image {
    const stage = this.#stages.get(name);
    if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
    return stage;
  }

  async #from(from: string, as: string): Promise<Image> {
    const earlier = this.#stages.get(from);
    const root = join(this.#folder, as);
    await execute("cp", ["-a", earlier?.root ?? (await baseImage(from)), root]);
    if (earlier !== undefined) return { ...earlier, root };
    return { root, user: "root", folder: "/", env: { PATH }, entrypoint: [], command: [], healthcheck: [] };
  }

  async #step(image: Image, { name, rest }: Instruction): Promise<Image> {
    if (name === "WORKDIR") {
      mkdirSync(join(image.root, rest), { recursive: true });
      return { ...image, folder: rest };
    }
    if (name === "COPY") await this.#copy(image, rest);
    else if (name === "RUN") await inImage(image, ["sh", "-c", rest]);
    else if (name === "ENV") return { ...image, env: { ...image.env, ...envOf(rest) } };
    else if (name === "USER") return { ...image, user: rest };
    // A new entrypoint clears the command.
    else if (name === "ENTRYPOINT") return { ...image, entrypoint: words.parse(JSON.parse(rest)), command: [] };
    else if (name === "CMD") return { ...image, command: words.parse(JSON.parse(rest)) };
    else if (name === "HEALTHCHECK") return { ...image, healthcheck: healthcheckOf(rest) };
    else if (name !== "EXPOSE") throw new Error(`the proof does not know ${name}`);
    return image;
  }

  async #copy(image: Image, rest: string): Promise<void> {
    const [, stage, source = "", place = ""] = /^(?:--from=(\S+)\s+)?(\S+)\s+(\S+)$/u.exec(rest) ?? [];
    const target = resolve(image.folder, place);
    if (stage !== undefined) {
      mkdirSync(join(image.root, target), { recursive: true });
      await execute("cp", ["-a", `${this.#stage(stage).root}${source}/.`, join(image.root, target)]);
      return;
    }
    if (!this.#sent().includes(source)) throw new Error(`.dockerignore keeps ${source} from the build`);
    cpSync(join(this.#context, source), join(image.root, target, basename(source)));
  }

  /** The files that .dockerignore lets through: it excludes all but the patterns with "!". */
  #sent(): readonly string[] {
    const [first, ...kept] = readFileSync(join(this.#context, ".dockerignore"), "utf8").trim().split("\n");
    if (first !== "*" || kept.some((line) => !line.startsWith("!"))) throw new Error("another kind of .dockerignore");
    const patterns = kept.map(
      (line) => new RegExp(`^${line.slice(1).replaceAll(".", "\\.").replaceAll("*", ".*")}$`, "u"),
    );
    return readdirSync(this.#context).filter((file) => patterns.some((pattern) => pattern.test(file)));
  }
}

function envOf(rest: string): Record<string, string> {
  const [name = "", value = ""] = rest.split("=");
  return { [name]: value };
}

function healthcheckOf(rest: string): readonly string[] {
  const [, argv = "[]"] = /^(?:--\S+\s+)*CMD\s+(\[.*\])$/u.exec(rest) ?? [];
  return words.parse(JSON.parse(argv));
}

/** @throws if the command fails */
export async function inImage(image: Image, argv: readonly string[], installation?: string): Promise<string> {
  const [program, ...rest] = inContainer(image, argv, installation);
  const { stdout } = await execute(program, rest, { env: {}, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

export function startContainer(image: Image, argv: readonly string[], installation: string) {
  const [program, ...rest] = inContainer(image, argv, installation);
  return spawn(program, rest, { env: {}, stdio: ["ignore", "ignore", "inherit"] });
}

/**
 * With an installation, runs like `docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges
 * --volume installation`; without one, like a build step. Uses this machine's network.
 */
function inContainer(image: Image, argv: readonly string[], installation?: string): readonly [string, ...string[]] {
  const mounts = [
    'mount --bind "$0" "$0"',
    'mount --rbind /proc "$0/proc"',
    'mount --rbind /dev "$0/dev"',
    ...(installation === undefined
      ? []
      : [
          'mount -t tmpfs tmpfs "$0/tmp"',
          `mount --bind '${installation}' "$0/installation"`,
          'mount -o remount,bind,ro "$0"',
        ]),
    'exec chroot "$0" "$@"',
  ];
  const env = Object.entries(image.env).map(([name, value]) => `${name}=${value}`);
  const starts = installation !== undefined && image.user !== "root";
  const rights = starts ? ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"] : [];
  const user = ["setpriv", `--reuid=${image.user}`, `--regid=${image.user}`, "--init-groups", ...rights];
  const inFolder = ["sh", "-c", 'cd "$0" && exec "$@"', image.folder];
  const inside = ["env", "-i", ...env, ...user, ...inFolder, ...argv];
  return ["unshare", "--mount", "--propagation=private", "sh", "-ec", mounts.join("\n"), image.root, ...inside];
}
