"use strict";

const { openSync, readFileSync, readSync } = require("node:fs");
const { join, sep } = require("node:path");
const { Script, constants } = require("node:vm");

/** The same as `require("node:module")`, which takes 0.3 ms because it also loads Node's ES module loader. */
const Module = module.constructor;

/**
 * V8's compiled code for the chunks that most commands load, so that a start need not compile them. From 22.1 on, Node
 * keeps such a cache itself (`module.enableCompileCache`). The build writes one file for the Node that it runs on
 * (build/code-cache.mjs). Any other Node finds no file and compiles, as V8 does with a cache that it rejects. V8
 * compares only the length of a source, but a chunk's name contains a hash of its content.
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

/**
 * Returns the scripts of the wanted chunks as they are loaded from here on, by name: their caches contain the functions
 * that ran.
 */
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
  // Every chunk is in this folder. Node's own search for each of them would slow down every start.
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
