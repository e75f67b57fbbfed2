import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/**
 * `node build/yaml-data.mjs dist`: writes what the shipped YAML files contain as JSON, by the digest of each text, so
 * that a file that has been changed is read as YAML again (src/adapters/templates/yaml-data.ts).
 */

const target = join(resolve(process.argv[2]), "yaml-data");
mkdirSync(target, { recursive: true });
for (const folder of ["understanding", "scenarios"]) {
  const source = join("templates", folder);
  const files = readdirSync(source).filter((name) => name.endsWith(".yaml"));
  const texts = files.map((name) => readFileSync(join(source, name), "utf8"));
  const entries = texts.map((text) => [createHash("sha256").update(text).digest("hex"), parse(text)]);
  writeFileSync(join(target, `${folder}.json`), JSON.stringify(Object.fromEntries(entries)));
}
