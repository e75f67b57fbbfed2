"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** Where the build stores the help of the whole program (build/help-text.mjs). */
exports.helpFile = (dist) => join(dist, "help.txt");

/**
 * The help of the whole program, if the command line asks for it, as the command tree printed it at build time:
 * building the tree takes longer than everything else. undefined: the line does not ask for help, or a terminal may
 * need it fitted to its width.
 */
exports.helpText = (argv, { isTTY }, dist) => {
  const [word = "--help", ...more] = argv;
  if (more.length > 0 || !["--help", "-h"].includes(word) || isTTY === true) return undefined;
  try {
    return readFileSync(exports.helpFile(dist), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
};
