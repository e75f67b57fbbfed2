#!/usr/bin/env node
"use strict";

require("node:module").enableCompileCache?.();
const { main } = require("../dist/main.cjs");

main(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
