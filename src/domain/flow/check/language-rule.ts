import { languages } from "../schema/model.ts";
import { suggestName } from "../spelling.ts";
import type { Rule } from "./rule.ts";

export const unknownLanguages: Rule = ({ options }) => {
  const given = options.language ?? [];
  const list = typeof given === "string" ? [given] : given;
  return list
    .filter((language) => !languages.has(language) && !(language === "multi" && list.length === 1))
    .map((language) => {
      const known = [...languages];
      const suggestion = known.find((item) => item.startsWith(`${language}-`)) ?? suggestName(language, known);
      return {
        rule: "unknown-language",
        severity: "error",
        field: "language",
        message: `"${language}" is no language Retell knows.`,
        fix: suggestion === undefined ? "Use a locale such as fr-FR or en-US." : `Write "${suggestion}".`,
      };
    });
};
