import { readFileSync, readdirSync } from "node:fs";
import { goldenTexts } from "../../src/domain/agent/conduct/golden-texts.ts";
import { readTemplateFiles } from "../../src/domain/agent/template/template-files.ts";
import { perLanguage } from "../../src/domain/language/language.ts";
import { isObject } from "../../src/flow/parse/unwrap-flow.ts";

/** The pinned wording, from the shipped template and phrases. */
export async function goldenText(): Promise<string> {
  const { json } = await readTemplateFiles("templates/master-agent", {
    list: (folder) => Promise.resolve(readdirSync(folder)),
    readJson: (file) => Promise.resolve(jsonOf(file)),
  });
  if (!isObject(json) || !isObject(json["agent"]) || !isObject(json["flow"])) throw new TypeError("no template");
  const phrases = perLanguage((language) => jsonOf(`templates/phrases/${language}.json`));
  const texts = goldenTexts({ template: { agent: json["agent"], flow: json["flow"] }, phrases });
  const lines = Object.entries(texts).map(([place, value]) => `  ${JSON.stringify(place)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function jsonOf(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
