import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildValues, readTemplateFiles } from "../../domain/agent/template/template-files.ts";
import { type MasterTemplate, parseTemplate } from "../../domain/agent/template/template.ts";
import { type GoldenTexts, goldenSchema } from "../../domain/agent/conduct/golden-texts.ts";
import {
  type InstalledPhrases,
  type PhraseCatalogue,
  type PhraseTexts,
  parseOwnPhrases,
  parsePhrases,
} from "../../domain/agent/template/phrases.ts";
import { type Understanding, parseUnderstanding } from "../../domain/brain/understanding.ts";
import { type Language, inEachLanguage, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { readWrittenJson } from "../../json.ts";
import { folderFiles } from "../files/files.ts";
import { packageRoot } from "../files/package-files.ts";
import { yamlData } from "./yaml-data.ts";

function shipped(): string {
  return join(packageRoot(), "templates");
}

/** The shipped template, or the one at the path. Throws AscendiaError if the file is missing, not JSON or invalid. */
export async function readTemplate(values: BuildValues, path?: string): Promise<MasterTemplate> {
  const file = path ?? join(shipped(), "master-agent");
  const { json } = await readTemplateFiles(file, { list: folderFiles, readJson });
  return parseTemplate(json, { file, values });
}

/** What callers say in each language: from the template folder's own `understanding/`, or the shipped one. */
export async function readUnderstanding(templatePath?: string): Promise<Understanding> {
  const own = templatePath === undefined ? undefined : join(templatePath, "understanding");
  const present = own === undefined ? undefined : await folderFiles(own);
  const fileOf = (language: Language): string => {
    const name = `${language}.yaml`;
    return join(own !== undefined && present?.includes(name) === true ? own : join(shipped(), "understanding"), name);
  };
  const built = await yamlData("understanding");
  const read = async (language: Language) => {
    const file = fileOf(language);
    const text = await readText(file);
    return { language, file, text, data: built(text) };
  };
  const weights = await readText(join(shipped(), "understanding", "dangers.json"));
  return parseUnderstanding(await Promise.all(languages.map(read)), weights);
}

/** The shipped phrases of a language. */
export async function readPhrases(language: Language): Promise<PhraseCatalogue> {
  const file = join(shipped(), "phrases", `${language}.json`);
  return parsePhrases(await readJson(file), { language, file });
}

/** The shipped phrases, overridden by those of a folder, if there is one. @throws invalid for an invalid file */
export async function readInstalledPhrases(folder?: string): Promise<InstalledPhrases> {
  const found = folder === undefined ? undefined : await folderFiles(folder);
  const names = (found ?? []).filter((name) => name.endsWith(".json"));
  const foreign = names.filter((name) => !languages.some((language) => name === `${language}.json`));
  if (foreign.length > 0) {
    throw new AscendiaError("invalid", `${join(folder ?? "", foreign[0] ?? "")} is not a language.`, {
      hint: `Name the file after one: ${languages.map((language) => `${language}.json`).join(", ")}.`,
    });
  }
  const ownOf = async (language: Language): Promise<PhraseTexts> => {
    const file = join(folder ?? "", `${language}.json`);
    return names.includes(`${language}.json`) ? parseOwnPhrases(await readJson(file), { language, file }) : {};
  };
  const own = await inEachLanguage(ownOf);
  return {
    own,
    spoken: await inEachLanguage(async (language) => ({ ...(await readPhrases(language)), ...own[language] })),
  };
}

/** The pinned wording of the shipped template and phrases. */
export async function readGolden(): Promise<GoldenTexts> {
  return goldenSchema.parse(await readJson(join(shipped(), "golden.json")));
}

async function readJson(file: string): Promise<unknown> {
  const read = readWrittenJson(await readText(file));
  if ("value" in read) return read.value;
  throw new AscendiaError("invalid", `${file} is not JSON: ${read.trouble}.`, {
    hint: "Correct the file at that place.",
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new AscendiaError(code === "ENOENT" ? "not_found" : "failed", `Cannot read ${file} (${code}).`, {
      hint: "Pass the path of an existing file that you may read.",
      cause: error,
    });
  }
}
