"use strict";

const { fstatSync, writeSync } = require("node:fs");

const STDOUT = 1;

/** What a pipe holds before anyone reads it (pipe(7)). */
const PIPE_BYTES = 64 * 1024;

/**
 * Standard output, with `write`. A terminal gets Node's own stream. Loading that stream takes a tenth of a short
 * command's time, so a file or a pipe gets its first bytes, usually all of them, without it. The stream takes over once
 * a write might wait for the reader, which a server must not.
 * @param onError called with the error of a failed write; anything written afterwards is lost
 */
exports.standardOutput = (onError) => {
  const stream = () => process.stdout.on("error", onError);
  // bigint: Node's own realpathSync, which resolves a linked package, fails if the last stat without bigint saw a pipe.
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
      // The pipe is full, and another process that shares it made it non-blocking.
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
