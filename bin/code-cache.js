"use strict";

const { openSync, readFileSync, readSync } = require("node:fs");
const { join, sep } = require("node:path");
const { Script, constants } = require("node:vm");

/** What `require("node:module")` returns, which loads Node's loader of ES modules as well, in 0.3 ms. */
const Module = module.constructor;

/**
 * What V8 made of the chunks that most commands load, so that a start need not compile them. From 22.1 on, Node keeps
 * such a cache itself (`module.enableCompileCache`). The build writes one file for the Node that it runs on
 * (build/code-cache.mjs); any other Node finds none and compiles, as V8 does with what it does not take. V8 compares no
 * more than the length of a source, but the name of a chunk holds a hash of its content.
 */
exports.codeCacheFile = (dist) => join(dist, `code-cache-${process.version}-${process.arch}.bin`);

/** @returns whether there is a cache */
exports.useCodeCache = (dist) => {
  let file;
  try {
    file = openSync(exports.codeCacheFile(dist), "r");
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
  const begin = read(file, 0, 4).readUInt32LE(0);
  const places = JSON.parse(read(file, 4, begin).toString("latin1"));
  compileChunks(dist, (name) => {
    const [from, to] = places[name] ?? [];
    return from === undefined ? undefined : () => read(file, begin + from, begin + to);
  });
  return true;
};

function read(file, from, to) {
  const bytes = Buffer.allocUnsafeSlow(to - from);
  readSync(file, bytes, 0, bytes.length, from);
  return bytes;
}

/** Returns the scripts of these chunks that are loaded from now on, by name: their caches hold the functions that ran. */
exports.recordScripts = (dist, isWanted) => compileChunks(dist, (name) => (isWanted(name) ? () => undefined : undefined));

/** @param cacheOf reads a chunk's cache, if there is one yet; undefined: leave the chunk to Node */
function compileChunks(dist, cacheOf) {
  const scripts = new Map();
  const folder = dist + sep;
  const { _cache, _extensions } = Module;
  _extensions[".cjs"] = (module, filename) => {
    if (!filename.startsWith(folder)) return _extensions[".js"](module, filename);
    const name = filename.slice(folder.length);
    module.require = requireIn(module);
    const readCache = cacheOf(name);
    if (readCache === undefined) return _extensions[".js"](module, filename);
    const cachedData = readCache();
    const script = new Script(Module.wrap(readFileSync(filename, "latin1")), {
      filename,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    scripts.set(name, script);
    const load = script.runInThisContext();
    load.call(module.exports, module.exports, module.require, module, filename, dist);
  };
  // Every chunk is in this folder. Node would search for each of the many that a start loads.
  const requireIn = (parent) => (id) => {
    const name = id.startsWith("./") ? id.slice(2) : "";
    if (name === "" || cacheOf(name) === undefined) return Module.prototype.require.call(parent, id);
    const filename = folder + name;
    const known = _cache[filename];
    if (known !== undefined) return known.exports;
    const module = new Module(filename, parent);
    _cache[filename] = module;
    let isLoaded = false;
    try {
      module.load(filename);
      isLoaded = true;
    } finally {
      if (!isLoaded) delete _cache[filename];
    }
    return module.exports;
  };
  return scripts;
}
