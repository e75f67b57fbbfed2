import { execFile } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** They are large and slow to build, so the next run reuses them. */
const CACHE = join(tmpdir(), "ascendia-deploy-images");
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** The packages in Docker's Debian images that our Dockerfile needs. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "node:22": ["ca-certificates", "python3", "make", "g++"],
  "node:22-slim": ["ca-certificates"],
};

/** Why no image can be built here; null if one can. */
export async function missingForImages(): Promise<string | null> {
  if (process.platform !== "linux") return "Linux";
  if (process.getuid?.() !== 0) return "root";
  const found = await execute("sh", ["-c", "command -v debootstrap && unshare --mount true"]).catch(() => null);
  return found === null ? "debootstrap and mount namespaces" : null;
}

/** The files of an official Node image, assembled from Debian's packages and npm's: uses no image registry. */
export async function baseImage(name: string): Promise<string> {
  const packages = PACKAGES[name];
  if (packages === undefined) throw new Error(`the proof has no image ${name}`);
  const root = join(CACHE, name.replace(":", "-"));
  if (existsSync(root)) return root;
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, "draft-"));
  try {
    const downloads = join(CACHE, "packages");
    mkdirSync(downloads, { recursive: true });
    const options = ["--variant=minbase", `--include=${packages.join(",")}`, `--cache-dir=${downloads}`];
    await run("debootstrap", [...options, "bookworm", draft]);
    await addNode(draft);
    // mkdtemp made it accessible only to root, and other users see it as "/".
    chmodSync(draft, 0o755);
    renameSync(draft, root);
    return root;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function addNode(root: string): Promise<void> {
  const local = join(root, "usr/local");
  await unpack(`node-linux-${process.arch}@22`, local);
  const npm = join(local, "lib/node_modules/npm");
  await unpack("npm@10", npm);
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(local, "bin/npm"));
  await run("chroot", [root, "useradd", "--uid", "1000", "--create-home", "node"]);
  // Uses this machine's registry settings; nor is nodejs.org contacted, from which npm would fetch headers.
  copyFileSync(CERTIFICATES, join(root, CERTIFICATES));
  copyFileSync("/etc/resolv.conf", join(root, "etc/resolv.conf"));
  mkdirSync(join(local, "etc"), { recursive: true });
  writeFileSync(join(local, "etc/npmrc"), `cafile=${CERTIFICATES}\nnodedir=/usr/local\n`);
}

async function unpack(packed: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { stdout } = await run("npm", ["pack", "--silent", packed, "--pack-destination", CACHE]);
  const tarball = join(CACHE, stdout.trim());
  await run("tar", ["xzf", tarball, "--strip-components=1", "--no-same-owner", "-C", folder]);
  rmSync(tarball);
}

/** debootstrap uses programs that are not on every user's path. */
function run(program: string, argv: readonly string[]) {
  const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };
  return execute(program, argv, { env, maxBuffer: 64 * 1024 * 1024 });
}
