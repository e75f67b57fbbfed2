import { isListed, listedValues } from "../../flow/check/value-rules.ts";
import { inModelForm, renamedModels } from "../../flow/parse/model-settings.ts";
import { listedSince, modelOnDay, retellLists } from "../../flow/schema/retell-lists.ts";
import { type JsonObject, isJsonObject } from "../json.ts";
import { type SandboxOptions, apiDays } from "../sandbox-options.ts";
import { badRequest } from "./http.ts";

/** Keys added by the specification of 2026-10-04, and keys that disappear on 2027-01-31 (docs/retell.md 16). */
const newKeys = new Set(["model_config", "skippable", "kb_instruction"]);
const oldKeys = new Set(["model_choice", "model_temperature", "s2s_model"]);

/** Objects whose keys are the customer's own names. */
const freeObjects = new Set(["default_dynamic_variables", "retell_llm_dynamic_variables", "parameters", "metadata"]);

/** Answers 400 for a key or value that the API of that date does not have, unless unknown ones are kept. */
export function checkDated(body: JsonObject, options: SandboxOptions): void {
  if (options.unknownFields === "keep") return;
  const [key] = options.unknownFields === "refuse" ? untimelyKeys(body, options) : [];
  if (key !== undefined) throw badRequest(`Invalid request format: ${key}.`);
  const day = apiDays[options.asOf];
  const wrong = listedValues(body).find((value) => {
    const since = listedSince[value.text];
    return !isListed(value) || (since !== undefined && since > day);
  });
  if (wrong === undefined) return;
  const known = retellLists[wrong.list].filter((name) => (listedSince[name] ?? "") <= day);
  throw badRequest(
    `Invalid request format: ${wrong.path.join(".")}: "${wrong.text}" is not one of: ${known.join(", ")}.`,
  );
}

function untimelyKeys(body: unknown, options: SandboxOptions, path = ""): readonly string[] {
  if (Array.isArray(body)) return body.flatMap((item, index) => untimelyKeys(item, options, `${path}[${index}]`));
  if (!isJsonObject(body)) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (options.asOf === "2026-06" && newKeys.has(key)) return [`unknown field "${at}"`];
    if (options.asOf === "2027-02" && oldKeys.has(key) && value !== null) {
      return [`"${at}" was replaced on 2027-01-31: use model_config, with primary and temperature`];
    }
    return freeObjects.has(key) ? [] : untimelyKeys(value, options, at);
  });
}

/** Presents stored content as the API of that date does: models under Retell's current names, settings in one form. */
export function presentedOn(body: JsonObject, { asOf, unknownFields }: SandboxOptions): JsonObject {
  if (unknownFields === "keep") return body;
  const renamed = renamedModels(body, (model) => modelOnDay(model, apiDays[asOf]));
  return asOf === "2027-02" ? inModelForm(renamed, "model_config") : renamed;
}

/** Merges changes; each of the two forms of model settings replaces the other. */
export function mergedSettings(before: JsonObject, changes: JsonObject): JsonObject {
  const { model_config: _config, ...withoutConfig } = before;
  const { model_choice: _choice, model_temperature: _temperature, ...withoutChoice } = before;
  if (isJsonObject(changes["model_config"])) return { ...withoutChoice, ...changes };
  return isJsonObject(changes["model_choice"]) ? { ...withoutConfig, ...changes } : { ...before, ...changes };
}
