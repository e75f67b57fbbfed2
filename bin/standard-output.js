"use strict";

const { fstatSync, writeSync } = require("node:fs");

const STDOUT = 1;

/** What a pipe takes before anyone reads it (pipe(7)). */
const PIPE_BYTES = 64 * 1024;

/**
 * Standard output, with `write`. A terminal's is Node's own stream. To load that takes a tenth of a short command, so a
 * file or a pipe gets its first bytes, mostly all there are, without it; the stream takes over where a write might wait
 * for the reader, which a server cannot.
 * @param onError called with what made a write fail; what is written after that is lost
 */
exports.standardOutput = (onError) => {
  const stream = () => process.stdout.on("error", onError);
  // bigint: Node's own realpathSync, by which it loads a package that is a link, stops where the last other stat saw a pipe.
  const stat = fstatSync(STDOUT, { bigint: true });
  if (!stat.isFile() && !stat.isFIFO() && !stat.isSocket()) return stream();
  let room = PIPE_BYTES;
  let rest;
  let isLost = false;
  const write = (text) => {
    if (isLost) return false;
    if (rest !== undefined) return rest.write(text);
    let bytes = Buffer.from(text);
    room -= bytes.length;
    try {
      while (bytes.length > 0 && room >= 0) bytes = bytes.subarray(writeSync(STDOUT, bytes));
      if (bytes.length === 0) return true;
    } catch (error) {
      // Full, and whoever else has it open made it not wait.
      if (error.code !== "EAGAIN") {
        isLost = true;
        onError(error);
        return false;
      }
    }
    rest = stream();
    return rest.write(bytes);
  };
  return { write };
};
