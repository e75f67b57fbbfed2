#!/usr/bin/env node
"use strict";

const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { useCodeCache } = require("./code-cache.js");

if (enableCompileCache === undefined) useCodeCache(join(__dirname, "..", "dist"));
else enableCompileCache();
const { writeSync } = require("node:fs");
const { changesSomething, main } = require("../dist/main.cjs");

const argv = process.argv.slice(2);

/**
 * A reader that has seen enough, such as `head`, closes the pipe: what is still to be written is of no use to anybody.
 * A command that changes something comes to its end all the same, so that no number is bought and not bound.
 */
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") fail(error);
  else if (!changesSomething(argv)) process.exit(process.exitCode ?? 0);
});
process.stderr.on("error", (error) => {
  if (error.code !== "EPIPE") fail(error);
});

let hasFailed = false;

/** Once, and when all else is done: standard error may be as full as standard output. */
function fail(error) {
  if (hasFailed) return;
  hasFailed = true;
  process.on("exit", () => {
    process.exitCode ||= 1;
    try {
      writeSync(2, `error: The output could not be written: ${error.message}.\nnext:  Make room, or send it elsewhere.\n`);
    } catch {
      // There is nowhere left to say it.
    }
  });
}

main(argv, process).then((code) => {
  process.exitCode = code;
});
