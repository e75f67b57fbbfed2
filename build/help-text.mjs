import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/**
 * `node build/help-text.mjs dist`: writes the file that bin/help-text.js reads, with the help that the built program
 * prints.
 */

const require = createRequire(import.meta.url);
const dist = resolve(process.argv[2]);
const { main } = require(join(dist, "main.cjs"));
const { helpFile } = require("../bin/help-text.js");

let text = "";
const stdout = { write: (part) => ((text += part), true) };
const stderr = { write: (part) => process.stderr.write(part) };
process.exitCode = await main(["--help"], { env: {}, cwd: () => dist, stdin: process.stdin, stdout, stderr });
writeFileSync(helpFile(dist), text);
