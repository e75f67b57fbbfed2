import { fieldText, locate, suggestName } from "../parse/schema-problem.ts";
import {
  type AccountLists,
  type RetellList,
  knownValues,
  replacementOf,
  retellListsAsOf,
} from "../schema/retell-lists.ts";
import type { Finding, Rule } from "../rule.ts";
import { type FoundText, textsIn } from "./variable-rules.ts";

/** Where values from Retell's lists occur: by their key, or by their parent key and key. */
const places: Readonly<Record<string, RetellList>> = {
  post_call_analysis_model: "models",
  llm_model: "models",
  s2s_model: "speechToSpeechModels",
  "model_choice.model": "models",
  "model_choice.type": "modelTypes",
  "model_config.type": "modelTypes",
  "model_config.primary": "models",
  "model_config.backup": "models",
  "primary.model": "models",
  "backup.model": "models",
  "retell_llm.model": "models",
  webhook_events: "eventTypes",
  voice_id: "voices",
  fallback_voice_ids: "voices",
  voice_model: "voiceModels",
  voice_emotion: "voiceEmotions",
  expressive_emotion_tags: "emotionTags",
  ambient_sound: "ambientSounds",
  on_hold_music: "holdMusic",
  denoising_mode: "denoisingModes",
  "custom_stt_config.provider": "speechToTextProviders",
  "pii_config.categories": "personalData",
  "guardrail_config.input_topics": "forbiddenInput",
  "guardrail_config.output_topics": "forbiddenOutput",
};

/** Objects with free names as keys, which have no meaning to Retell. */
const freeObjects = new Set([
  "default_dynamic_variables",
  "retell_llm_dynamic_variables",
  "dynamic_variables",
  "parameters",
  "headers",
  "query_params",
  "response_variables",
  "input_schema",
  "custom_sip_headers",
  "metadata",
]);

export interface ListedValue extends FoundText {
  readonly list: RetellList;
}

/** Every value of a JSON body that should be on one of Retell's lists, listed or not. */
export function listedValues(body: unknown): readonly ListedValue[] {
  return textsIn(body).flatMap((found) => {
    const keys = found.path.filter((step) => typeof step === "string");
    if (keys.some((key) => freeObjects.has(key))) return [];
    const list = listAt(keys);
    return list === undefined ? [] : [{ ...found, list }];
  });
}

function listAt(keys: readonly string[]): RetellList | undefined {
  const [last = "", around] = [keys.at(-1), keys.at(-2)];
  if (last === "language" && (around === undefined || around === "agent")) return "languages";
  const pair = `${around ?? ""}.${last}`;
  return Object.hasOwn(places, pair) ? places[pair] : Object.hasOwn(places, last) ? places[last] : undefined;
}

export function isListed({ list, text }: ListedValue, account?: AccountLists): boolean {
  const known = knownValues(list, account);
  if (known.length === 0) return true;
  return known.includes(text) || (list === "languages" && text === "multi") || text.includes("{{");
}

/** Values missing from Retell's lists as of their date, and models that Retell is replacing. */
export function valueFindings(body: unknown, account?: AccountLists): readonly Finding[] {
  return listedValues(body).flatMap((value) => {
    const place = { field: fieldText(value.path), ...locate(value.path, body) };
    const replaced = value.list === "models" ? replacedModel(value.text) : undefined;
    if (replaced !== undefined) return [{ ...replaced, ...place }];
    return isListed(value, account) ? [] : [{ ...unknownValue(value, account), ...place }];
  });
}

const ruleNames: Partial<Readonly<Record<RetellList, string>>> = {
  models: "unknown-model",
  languages: "unknown-language",
  voices: "unknown-voice",
};

function unknownValue({ list, text }: ListedValue, account: AccountLists | undefined): Finding {
  const nearest = nearestListed(list, text, account);
  const isNoLocale = list === "languages" && !/^[a-z]{2,3}-[A-Z0-9]{2,4}$/u.test(text);
  return {
    rule: ruleNames[list] ?? "unknown-value",
    severity: isNoLocale ? "error" : "warning",
    message: isNoLocale
      ? `"${text}" is not a locale, and Retell accepts nothing else.`
      : `"${text}" is not among the ${listNames[list]} known on ${account?.asOf ?? retellListsAsOf}; it is sent as it is.`,
    fix: adviceOn(nearest, isNoLocale),
  };
}

function adviceOn(nearest: string | undefined, isCertain: boolean): string {
  if (nearest !== undefined)
    return isCertain ? `Write "${nearest}".` : `Write "${nearest}", unless Retell has added this one since.`;
  return isCertain ? "Use a locale such as fr-FR or en-US." : "Check the name; Retell may have added it since.";
}

export const listNames: Readonly<Record<RetellList, string>> = {
  models: "models",
  speechToSpeechModels: "speech-to-speech models",
  modelTypes: "kinds of model settings",
  languages: "languages",
  eventTypes: "event types",
  chatEventTypes: "event types of chats",
  disconnectionReasons: "disconnection reasons",
  nodeTypes: "node types",
  speechToTextProviders: "speech-to-text providers",
  voiceModels: "voice models",
  voiceEmotions: "voice emotions",
  emotionTags: "emotion tags",
  ambientSounds: "ambient sounds",
  holdMusic: "kinds of hold music",
  denoisingModes: "denoising modes",
  personalData: "kinds of personal data",
  forbiddenInput: "guarded topics of callers",
  forbiddenOutput: "guarded topics of agents",
  voices: "voices of the account",
};

function nearestListed(list: RetellList, text: string, account: AccountLists | undefined): string | undefined {
  const known = knownValues(list, account);
  const begins = list === "languages" ? known.find((item) => item.startsWith(`${text}-`)) : undefined;
  return begins ?? suggestName(text, known);
}

function replacedModel(model: string): Finding | undefined {
  const replacement = replacementOf(model);
  if (replacement === undefined) return undefined;
  return {
    rule: "replaced-model",
    severity: "warning",
    message: `Retell replaces the model ${model} with ${replacement.successor} on ${replacement.on}.`,
    fix: `Write "${replacement.successor}".`,
  };
}

export const unknownValues: Rule = ({ flow, options }) => valueFindings(flow, options.account);

/** Retell accepts either form of model settings, but not a flow without any (docs/retell.md 1.1, 16). */
export const modelSettingsMissing: Rule = ({ flow }) => {
  if (flow.model_choice !== undefined || flow.model_config !== undefined) return [];
  return [
    {
      rule: "schema",
      severity: "error",
      field: "model_config",
      message: "model_config is missing, and there is no model_choice either: the flow names no model.",
      fix: 'Add model_config, such as {"type":"cascading","primary":{"model":"gpt-5.4"}}.',
    },
  ];
};
