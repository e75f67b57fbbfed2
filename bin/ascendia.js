#!/usr/bin/env node
"use strict";

const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { useCodeCache } = require("./code-cache.js");

if (enableCompileCache === undefined) useCodeCache(join(__dirname, "..", "dist"));
else enableCompileCache();
const { main } = require("../dist/main.cjs");

// A reader that has seen enough, such as `head`, closes the pipe: what is still to be written is of no use to anybody.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
});

main(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
