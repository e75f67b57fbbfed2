import { build } from "rolldown";
import { loadConfig } from "rolldown/config";

/**
 * `npm run build`: does the same as `rolldown -c`, but does not print a line for each of its 800 files in the output of
 * `npm ci`.
 */
const config = await loadConfig("rolldown.config.ts");
for (const part of Array.isArray(config) ? config : [config]) await build(part);
