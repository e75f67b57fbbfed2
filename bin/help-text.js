"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** Where the build keeps the help of the whole program (build/help-text.mjs). */
exports.helpFile = (dist) => join(dist, "help.txt");

/**
 * The help of the whole program if the line asks for it, as the command tree printed it when it was built: to build
 * the tree for it takes longer than all else. undefined: not asked for, or a terminal that it may have to be fitted to.
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
