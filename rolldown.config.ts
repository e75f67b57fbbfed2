import { execFileSync } from "node:child_process";
import nodeModule from "node:module";
import { defineConfig } from "rolldown";

/**
 * Start-up time is spent finding and compiling files: Kysely alone is 200 of them. So the program is one chunk for what
 * every start needs, one for what every command needs that opens the database, one for SQLite, and one per lazily loaded
 * part. Native and WebAssembly packages stay outside: they load their own files from where they are installed. So does
 * what few starts load.
 */
const LEFT_OUTSIDE = new Set([
  "@hpcc-js/wasm-graphviz",
  "@resvg/resvg-js",
  "@inquirer/prompts",
  "nodemailer",
  "pg",
  "openai",
  "pino",
  "quickjs-emscripten",
  "retell-sdk",
]);

const NO_PROGRAMS = "\0no-programs";
const SQLITE_ADDON = "\0sqlite-addon";
/** Where `npm ci` puts it; better-sqlite3 asks its package `bindings`, which looks in thirteen places at every start. */
const ADDON_FILE = "better-sqlite3/build/Release/better_sqlite3.node";

const program = defineConfig({
  input: {
    main: "src/main.ts",
    "console-process": "src/console-process.ts",
    "simulation-thread": "src/simulation-thread.ts",
    "database-check-thread": "src/database-check-thread.ts",
    "checkpoint-thread": "src/checkpoint-thread.ts",
    "calendar-thread": "src/calendar-thread.ts",
    "drawing-thread": "src/drawing-thread.ts",
    "script-thread": "src/script-thread.ts",
  },
  platform: "node",
  external: (id) => id === ADDON_FILE || LEFT_OUTSIDE.has(id.startsWith("@") ? id : (id.split("/")[0] ?? id)),
  // What one file loads late may be part of the start for another.
  checks: { ineffectiveDynamicImport: false },
  plugins: [
    {
      // Commander can run a subcommand that is a program of its own. There is none, and what it needs for that costs 5 ms.
      name: "commander-starts-no-programs",
      resolveId: (id, importer) =>
        id === "node:child_process" && importer?.includes("/node_modules/commander/") === true ? NO_PROGRAMS : null,
      load: (id) => (id === NO_PROGRAMS ? "export default {};" : null),
    },
    {
      name: "sqlite-addon",
      resolveId: (id) => (id === "bindings" ? SQLITE_ADDON : null),
      load: (id) => (id === SQLITE_ADDON ? `module.exports = () => require("${ADDON_FILE}");` : null),
    },
    {
      name: "help-text",
      writeBundle: ({ dir = "dist" }) => {
        execFileSync(process.execPath, ["build/help-text.mjs", dir], { stdio: "inherit" });
      },
    },
    {
      name: "yaml-data",
      writeBundle: ({ dir = "dist" }) => {
        execFileSync(process.execPath, ["build/yaml-data.mjs", dir], { stdio: "inherit" });
      },
    },
    {
      name: "code-cache",
      writeBundle: ({ dir = "dist" }) => {
        // Nodes that keep such a cache themselves need none (bin/ascendia.js).
        if ("enableCompileCache" in nodeModule) return;
        execFileSync(process.execPath, ["build/code-cache.mjs", dir], { stdio: "inherit" });
      },
    },
  ],
  output: {
    dir: "dist",
    // CommonJS: Node's ESM loader alone costs 10 ms of a 60 ms start.
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs",
    dynamicImportInCjs: true,
    sourcemap: true,
    cleanDir: true,
    // A start then takes the bytes for the text as they are (bin/code-cache.js).
    charset: "ascii",
    // Names stay as they are; without the white space there is a third less to read at every start.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    codeSplitting: {
      // Each with all that these files import. What most lists are made of loads in one piece with the start.
      groups: [
        { name: "start", test: /\/src\/(?:main|commands\/(?:pages|clinic-option|record-change))\.ts$/, priority: 2 },
        { name: "records", test: /\/src\/adapters\/sql\/(?:store|migrations\/names)\.ts$/, priority: 1 },
        { name: "sqlite", test: /\/src\/adapters\/sql\/sqlite\/open-database\.ts$/ },
      ],
    },
  },
});

/**
 * The script of `talk` for real calls, with Retell's client library, for the browser. What it is made of, each under its
 * license: https://www.npmjs.com/package/<name>.
 */
const BROWSER_PARTS =
  "/*! With retell-client-js-sdk (ISC), livekit-client and @livekit/protocol (Apache-2.0), eventemitter3 (MIT) */";

const page = defineConfig({
  input: { live: "templates/talk/live.js" },
  platform: "browser",
  output: { dir: "dist/talk", format: "iife", entryFileNames: "[name].js", minify: true, banner: BROWSER_PARTS },
});

export default [program, page];
