import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import type { AgentContent, JsonObject } from "../ports.ts";
import { type ConductFinding, conductFinding } from "./accepted-changes.ts";
import { nodesOf, objectsIn, textIn } from "./template-texts.ts";

interface Range {
  readonly rule: string;
  readonly least: number;
  readonly most: number;
  /** Retell's default for a missing setting; undefined: a missing setting is a breach. */
  readonly otherwise?: number;
  readonly why: string;
}

/** Within these limits, operators may choose a setting freely. */
const agentRanges: Readonly<Record<string, Range>> = {
  end_call_after_silence_ms: {
    rule: "silence",
    least: 30_000,
    most: 180_000,
    why: "A caller who fetches a card or a calendar needs time; a line left open costs money.",
  },
  reminder_trigger_ms: {
    rule: "silence",
    least: 5000,
    most: 30_000,
    otherwise: 10_000,
    why: "Too early interrupts a caller who thinks, too late sounds like a dead line.",
  },
  reminder_max_count: { rule: "silence", least: 1, most: 10, otherwise: 1, why: "A silent caller is asked again." },
  max_call_duration_ms: {
    rule: "silence",
    least: 300_000,
    most: 3_600_000,
    otherwise: 3_600_000,
    why: "A short limit hangs up in the middle of a booking.",
  },
  begin_message_delay_ms: { rule: "silence", least: 0, most: 3000, otherwise: 0, why: "Callers hear silence first." },
  interruption_sensitivity: {
    rule: "interruption",
    least: 0.3,
    most: 1,
    otherwise: 1,
    why: "A caller who cannot interrupt cannot say that it is an emergency.",
  },
  responsiveness: {
    rule: "interruption",
    least: 0.3,
    most: 1,
    otherwise: 1,
    why: "Slow answers sound like a dead line.",
  },
  ring_duration_ms: {
    rule: "silence",
    least: 5000,
    most: 60_000,
    otherwise: 30_000,
    why: "No one's phone rings for longer than a minute.",
  },
  data_storage_retention_days: {
    rule: "retention",
    least: 1,
    most: 90,
    why: "Recordings and transcripts of patients are kept no longer than needed; without a limit they are kept forever.",
  },
  volume: { rule: "silence", least: 0.5, most: 2, otherwise: 1, why: "Callers must hear it." },
  voice_speed: {
    rule: "silence",
    least: 0.7,
    most: 1.3,
    otherwise: 1,
    why: "An emergency number must be understood at once.",
  },
  signed_url_expiration_ms: {
    rule: "storage",
    least: 1,
    most: 86_400_000,
    otherwise: 86_400_000,
    why: "Whoever has the address of a recording can hear it until then.",
  },
};

/** Settings that decide how the agent listens, how long it waits, and what is stored about a call. */
export function settingFindings({ agent, flow }: AgentContent): readonly ConductFinding[] {
  return [
    ...Object.entries(agentRanges).flatMap(([key, range]) => outOfRange(key, agent[key], range)),
    ...storageFindings(agent),
    ...openingFindings({ agent, flow }),
    ...soundFindings(agent["pronunciation_dictionary"]),
    ...modelFindings(flow),
    ...nodesOf(flow).flatMap(({ id, node }) => nodeModelFindings(id, node)),
  ];
}

function outOfRange(key: string, value: unknown, range: Range): readonly ConductFinding[] {
  const taken = value ?? range.otherwise;
  if (typeof taken === "number" && taken >= range.least && taken <= range.most) return [];
  const shown = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  const place = `agent.${key}`;
  return [
    conductFinding({
      rule: range.rule,
      place,
      field: place,
      value,
      message: `${key} ${shown}. ${range.why}`,
      fix: `Set it to ${range.least} to ${range.most}.`,
    }),
  ];
}

function storageFindings(agent: JsonObject): readonly ConductFinding[] {
  const setting = agent["data_storage_setting"] ?? "everything";
  const found = setting === "everything" ? [{ key: "data_storage_setting", why: storesAll }] : [];
  const unsigned = agent["opt_in_signed_url"] === true ? [] : [{ key: "opt_in_signed_url", why: unsignedLinks }];
  return [...found, ...unsigned].map(({ key, why }) =>
    conductFinding({
      rule: "storage",
      place: `agent.${key}`,
      field: `agent.${key}`,
      value: agent[key],
      message: why,
      fix:
        key === "opt_in_signed_url"
          ? "Set it to true."
          : 'Set it to "everything_except_pii" or "basic_attributes_only".',
    }),
  );
}

const greeting = /^\s*\{\{\s*phrase_greeting\s*\}\}\s*$/u;

/**
 * Who may call the agent, and what they hear first: the greeting, which says that an assistant answers and that the
 * call is recorded.
 */
function openingFindings({ agent, flow }: AgentContent): readonly ConductFinding[] {
  const begins = [
    { place: "agent.begin_message", text: agent["begin_message"] },
    { place: "flow.begin_message", text: flow["begin_message"] },
  ];
  const own = begins.filter(({ text }) => typeof text === "string" && !greeting.test(text));
  return [
    ...own.map(({ place, text }) =>
      conductFinding({
        rule: "begin-message",
        place,
        field: place,
        value: text,
        message:
          text === ""
            ? "An empty begin_message lets the agent wait in silence until the caller speaks."
            : "Callers hear it instead of the greeting and its notice.",
        fix: "Remove it; the start node speaks {{phrase_greeting}}.",
      }),
    ),
    ...(agent["is_public"] === true
      ? [
          conductFinding({
            rule: "public-agent",
            place: "agent.is_public",
            field: "agent.is_public",
            value: true,
            message: "Whoever has the link can call the agent outside every clinic, at your cost.",
            fix: "Remove it, or set it to false.",
          }),
        ]
      : []),
  ];
}

/** The dictionary is for names, not for emergency numbers and words. */
function soundFindings(dictionary: unknown): readonly ConductFinding[] {
  const words = objectsIn(dictionary).map(({ word }) => textIn(word));
  return words
    .filter((word) => /\d|emergenc|urgence|emergencia|ambulan|samu/iu.test(word))
    .map((word) =>
      conductFinding({
        rule: "pronounces-number",
        place: `agent.pronunciation_dictionary.${word}`,
        field: "agent.pronunciation_dictionary",
        value: word,
        message: `It changes how "${word}" sounds; a caller in danger would hear another number.`,
        fix: "Leave numbers as they are.",
      }),
    );
}

const storesAll = "Everything said in a call is stored at Retell, patients' names and numbers included.";
const unsignedLinks = "Whoever has the address of a recording can hear it, for as long as it exists.";

const hottest = 0.3;
/** Matches only a separate part of the name: `gemini-3.8-flash` is not a mini. */
const weakModel = /(?:^|-)(?:nano|mini|lite)(?:-|$)/u;

/** The temperature and the models. */
function modelFindings(flow: JsonObject): readonly ConductFinding[] {
  const { models, temperatures } = settingsIn(flow);
  const strict = flow["tool_call_strict_mode"] === false ? looseTools(flow) : [];
  return [
    ...weakFindings(models, { place: "flow.model", field: "model_config" }),
    ...hotFindings(temperatures, { place: "flow.temperature", field: "model_config.temperature" }),
    ...strict,
  ];
}

interface ModelSettings {
  readonly models: readonly string[];
  readonly temperatures: readonly unknown[];
}

/** The model settings in both of Retell's forms; if a body has both, either may apply (docs/retell.md 16). */
function settingsIn(body: JsonObject): ModelSettings {
  const config = isObject(body["model_config"]) ? body["model_config"] : {};
  const named = [config["primary"], config["backup"], body["model_choice"]];
  return {
    models: named.map((one) => textIn(isObject(one) ? one["model"] : one)),
    temperatures: [config["temperature"], body["model_temperature"]],
  };
}

function looseTools(flow: JsonObject): readonly ConductFinding[] {
  return [
    conductFinding({
      rule: "model",
      place: "flow.tool_call_strict_mode",
      field: "tool_call_strict_mode",
      value: flow["tool_call_strict_mode"],
      message: "Without strict mode the model may call a function with values that do not fit it.",
      fix: "Remove it, or set it to true.",
    }),
  ];
}

interface At {
  readonly place: string;
  readonly field: string;
  readonly node?: string;
}

function weakFindings(models: readonly string[], at: At): readonly ConductFinding[] {
  const model = models.find((one) => weakModel.test(one));
  if (model === undefined) return [];
  const message = `${model} is a small model; it misses emergencies and confuses days more often.`;
  return [conductFinding({ rule: "model", ...at, value: model, message, fix: "Use a full model, such as gpt-5.4." })];
}

function hotFindings(temperatures: readonly unknown[], at: At): readonly ConductFinding[] {
  const value = temperatures.find((one) => !isCool(one));
  if (value === undefined) return [];
  const message = `The temperature is ${JSON.stringify(value)}; the same sentence would be understood differently each time.`;
  const fix = `Set it to 0, at most ${hottest}.`;
  return [conductFinding({ rule: "temperature", ...at, value, message, fix })];
}

function isCool(temperature: unknown): boolean {
  if (temperature === undefined || temperature === null) return true;
  return typeof temperature === "number" && temperature <= hottest;
}

function nodeModelFindings(id: string, node: JsonObject): readonly ConductFinding[] {
  const { models, temperatures } = settingsIn(node);
  const at = (key: string) => ({ place: `${id}.${key}`, node: id, field: key });
  return [...weakFindings(models, at("model_choice")), ...hotFindings(temperatures, at("model_temperature"))];
}
