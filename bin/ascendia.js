#!/usr/bin/env node
"use strict";

const { writeSync } = require("node:fs");
const { join } = require("node:path");
const { helpText } = require("./help-text.js");
const { standardOutput } = require("./standard-output.js");

const dist = join(__dirname, "..", "dist");
const argv = process.argv.slice(2);
const stdout = standardOutput(onOutputError);
const help = helpText(argv, stdout, dist);
const program = help === undefined ? loadProgram() : undefined;

/**
 * A reader that has seen enough, such as `head`, closes the pipe. A command that changes something still runs to its
 * end, so that no number is bought and left unbound.
 */
function onOutputError(error) {
  if (error.code !== "EPIPE") fail(error);
  else if (program === undefined || !program.changesSomething(argv)) process.exit(process.exitCode ?? 0);
}

let hasFailed = false;

/** Runs once, after everything else: standard error may be as full as standard output. */
function fail(error) {
  if (hasFailed) return;
  hasFailed = true;
  process.on("exit", () => {
    process.exitCode ||= 1;
    try {
      writeSync(2, `error: The output could not be written: ${error.message}.\nnext:  Make room, or send it elsewhere.\n`);
    } catch {
      // There is nowhere left to report this error.
    }
  });
}

let stderr;

/** The parts of the process that the program uses. Loading a stream on first access takes Node 3 ms, hence getters. */
const world = {
  env: process.env,
  cwd: () => process.cwd(),
  stdout,
  get stdin() {
    return process.stdin;
  },
  get stderr() {
    stderr ??= process.stderr.on("error", (error) => {
      if (error.code !== "EPIPE") fail(error);
    });
    return stderr;
  },
};

if (program === undefined) stdout.write(help);
else {
  program.main(argv, world).then((code) => {
    process.exitCode = code;
  });
}

function loadProgram() {
  const { useCodeCache } = require("./code-cache.js");
  if (!useCodeCache(dist)) require("node:module").enableCompileCache?.();
  return require("../dist/main.cjs");
}
