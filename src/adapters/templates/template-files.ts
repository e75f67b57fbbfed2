import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildValues } from "../../domain/agent/build-placeholders.ts";
import { readTemplateFiles } from "../../domain/agent/template-folder.ts";
import { type MasterTemplate, parseTemplate } from "../../domain/agent/template.ts";
import { type PhraseCatalogue, parsePhrases } from "../../domain/agent/variable-contract.ts";
import { type Understanding, parseUnderstanding } from "../../domain/brain/understanding.ts";
import { type Language, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { folderFiles, packageRoot } from "../system/files.ts";

const shipped = (): string => join(packageRoot(), "templates");

/** The shipped template unless a path is given. Throws AscendiaError for a file that is missing, not JSON, or wrong. */
export async function readTemplate(values: BuildValues, path?: string): Promise<MasterTemplate> {
  const file = path ?? join(shipped(), "master-agent");
  const { json } = await readTemplateFiles(file, { list: folderFiles, readJson });
  return parseTemplate(json, { file, values });
}

/** What callers say: the template folder's own `understanding/`, else the shipped one. */
export async function readUnderstanding(templatePath?: string): Promise<Understanding> {
  const own = templatePath === undefined ? undefined : join(templatePath, "understanding");
  const folder = own !== undefined && (await folderFiles(own)) !== undefined ? own : join(shipped(), "understanding");
  const files = languages.map((language) => join(folder, `${language}.yaml`));
  return parseUnderstanding(await Promise.all(files.map(async (file) => ({ file, text: await readText(file) }))));
}

/** The shipped phrases of a language, unless a folder with `<language>.json` is given. */
export async function readPhrases(language: Language, folder?: string): Promise<PhraseCatalogue> {
  const file = join(folder ?? join(shipped(), "phrases"), `${language}.json`);
  return parsePhrases(await readJson(file), { language, file });
}

async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AscendiaError("invalid", `${file} is not JSON: ${reason}`, { hint: "Correct the file at that place." });
  }
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
