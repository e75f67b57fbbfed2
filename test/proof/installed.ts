import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { print } from "./identity/print.ts";
import { type PackageFolder, installPackage, namedPaths } from "./installed/package-folder.ts";

const program = "node_modules/ascendia/bin/ascendia.js";

/** Command lines in the docs and examples that name files of the package, as typed in an empty folder. */
const LINES: readonly (readonly string[])[] = [
  [program, "--version"],
  [program, "agent:create"],
  [program, "clinic:onboard", "--file", "templates/demo/cotonou.json", "--yes"],
  [program, "clinic:onboard", "--file", "templates/demo/austin.json", "--yes"],
  [program, "clinic:onboard", "--from", "examples/clinics.csv", "--dry-run"],
  [program, "clinic:onboard", "--from", "examples/clinics.csv", "--yes"],
  [program, "agent:validate", "templates/master-agent"],
  [program, "simulate", "--clinic", "demo-cotonou", "--suite", "examples/scenarios"],
  [program, "agent:graph", "-o", "flow.svg"],
];

/**
 * The packed tarball in an empty folder: every path that a page, an example or a message names exists, and the commands
 * that they give to readers work with only the package and its dependencies.
 */
export async function run() {
  const folder = await installPackage();
  const checks: boolean[] = [];
  const check = (what: string, isRight: boolean, detail = ""): void => {
    checks.push(isRight);
    print(`${isRight ? "right" : "WRONG"}  ${what}${isRight ? "" : `\n${detail.slice(-600)}`}`);
  };
  try {
    const paths = namedPaths(folder);
    const lost = paths.filter(({ isThere }) => !isThere);
    const said = lost.map(({ file, path }) => `${file}: ${path}`).join("\n");
    check(`${paths.length} paths that pages, examples and messages name`, paths.length > 20 && lost.length === 0, said);
    for (const line of LINES) {
      const { code, output } = await folder.run(line);
      check(line.slice(1).join(" "), code === 0, output);
    }
    await ownTemplate(folder, check);
    await signedRequest(folder, check);
  } finally {
    folder.remove();
  }
  return { passed: checks.filter(Boolean).length, total: checks.length };
}

type Check = (what: string, isRight: boolean, detail?: string) => void;

async function ownTemplate(folder: PackageFolder, check: Check): Promise<void> {
  const make = "node_modules/ascendia/examples/template/make-template.mjs";
  const made = await folder.run([make, "node_modules/ascendia/templates/master-agent"]);
  writeFileSync(join(folder.cwd, "template.json"), made.output);
  const { code, output } = await folder.run([program, "agent:validate", "template.json", "--strict"]);
  check("examples/template/make-template.mjs, then agent:validate", made.code === 0 && code === 0, output);
}

/** The script in docs/sandbox.md, unchanged except for the port. */
async function signedRequest(folder: PackageFolder, check: Check): Promise<void> {
  const page = readFileSync(join(folder.root, "docs", "sandbox.md"), "utf8");
  const [, script = ""] = /\$ cat ask\.mjs\n(.*?)\n\n\$ /su.exec(page) ?? [];
  const [, body = ""] = /\$ echo '([^']*)' > call\.json/u.exec(page) ?? [];
  const port = await freePort();
  writeFileSync(join(folder.cwd, "ask.mjs"), script.replace(":8787", `:${port}`));
  writeFileSync(join(folder.cwd, "call.json"), body);
  const env = { PATH: process.env["PATH"], HOME: folder.cwd };
  const server = spawn(process.execPath, [program, "serve", "--port", String(port)], { cwd: folder.cwd, env });
  try {
    await new Promise<void>((ready) => {
      server.stdout.on("data", () => ready());
      server.stderr.on("data", (part: Buffer) => {
        if (part.toString().includes(String(port))) ready();
      });
      server.on("close", () => ready());
    });
    const { code, output } = await folder.run(["ask.mjs", "/webhooks/retell/inbound/demo-austin", "call.json"]);
    check("ask.mjs of docs/sandbox.md signs a request", code === 0 && output.startsWith("200 {"), output);
  } finally {
    server.kill();
  }
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => found(port));
    });
  });
}
