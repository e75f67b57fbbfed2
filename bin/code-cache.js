"use strict";

const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join, sep } = require("node:path");
const { Script, constants } = require("node:vm");

/**
 * What V8 made of the chunks that most commands load, so that a start need not compile them. From 22.1 on, Node keeps
 * such a cache itself (`module.enableCompileCache`). The build writes one file for the Node that it runs on
 * (build/code-cache.mjs); any other Node finds none and compiles, as V8 does with what it does not take. V8 compares no
 * more than the length of a source, but the name of a chunk holds a hash of its content.
 */
exports.codeCacheFile = (dist) => join(dist, `code-cache-${process.version}-${process.arch}.bin`);

exports.useCodeCache = (dist) => {
  let file;
  try {
    file = readFileSync(exports.codeCacheFile(dist));
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const begin = file.readUInt32LE(0);
  const places = JSON.parse(file.toString("latin1", 4, begin));
  compileChunks(dist, (name) => {
    const [from, to] = places[name] ?? [];
    return from === undefined ? undefined : file.subarray(begin + from, begin + to);
  });
};

/** Returns the scripts of the chunks that are loaded from now on, by name: their caches hold the functions that ran. */
exports.recordScripts = (dist) => compileChunks(dist, () => null);

/** @param cacheOf of a chunk: null, none yet; undefined, leave it to Node */
function compileChunks(dist, cacheOf) {
  const scripts = new Map();
  const folder = dist + sep;
  const { _extensions } = Module;
  _extensions[".cjs"] = (module, filename) => {
    const name = filename.startsWith(folder) ? filename.slice(folder.length) : undefined;
    const cachedData = name === undefined ? undefined : cacheOf(name);
    if (cachedData === undefined) return _extensions[".js"](module, filename);
    const script = new Script(Module.wrap(readFileSync(filename, "utf8")), {
      filename,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(cachedData === null ? {} : { cachedData }),
    });
    scripts.set(name, script);
    const load = script.runInThisContext();
    load.call(module.exports, module.exports, (id) => module.require(id), module, filename, dist);
  };
  return scripts;
}
