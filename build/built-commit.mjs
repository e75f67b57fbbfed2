import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

/** Clones a commit into an empty folder, and builds it with this folder's packages. */
export function buildCommit(commit, folder) {
  const git = (...argv) => execFileSync("git", argv, { stdio: ["ignore", "ignore", "inherit"] });
  git("clone", "-q", "--shared", ".", folder);
  git("-C", folder, "checkout", "-q", execFileSync("git", ["rev-parse", commit]).toString().trim());
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  execFileSync(process.execPath, [resolve("node_modules/rolldown/bin/cli.mjs"), "-c"], {
    cwd: folder,
    stdio: "ignore",
  });
}
