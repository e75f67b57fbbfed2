import { lastingModel } from "../schema/retell-lists.ts";
import { isObject } from "./unwrap-flow.ts";

type Json = Readonly<Record<string, unknown>>;

/** How a body writes its model settings: `model_choice` and `model_temperature`, or `model_config` (docs/retell.md 16). */
export type ModelForm = "model_choice" | "model_config";

/** The form that a body uses; undefined if it has no model settings. */
export function modelFormOf(flow: Json): ModelForm | undefined {
  const bodies = settingsIn(flow);
  if (bodies.some((body) => isObject(body["model_choice"]))) return "model_choice";
  return bodies.some((body) => isObject(body["model_config"])) ? "model_config" : undefined;
}

/**
 * The flow with all model settings, including those of nodes and components, in one form; lossless in both directions.
 */
export function inModelForm(flow: Json, form: ModelForm): Json {
  const change = form === "model_config" ? asConfig : asChoice;
  return mapGraph(flow, change);
}

function settingsIn(flow: Json): readonly Json[] {
  const lists: readonly unknown[] = [flow["nodes"], flow["components"]];
  const parts = lists.flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []));
  const inner = parts.filter(isObject).flatMap((part) => settingsIn(part));
  return [flow, ...inner];
}

function mapGraph(body: Json, change: (body: Json) => Json): Json {
  const { nodes, components } = body;
  const inner = (list: readonly unknown[]) => list.map((item) => (isObject(item) ? mapGraph(item, change) : item));
  return {
    ...change(body),
    ...(Array.isArray(nodes) && { nodes: inner(nodes) }),
    ...(Array.isArray(components) && { components: inner(components) }),
  };
}

function asConfig(body: Json): Json {
  const { model_choice: choice, model_temperature: temperature, ...rest } = body;
  const { model_config: present } = rest;
  const warmth = temperature === undefined || temperature === null ? {} : { temperature };
  if (isObject(present)) return { ...rest, model_config: { ...warmth, ...withPrimaryObject(present) } };
  if (!isObject(choice)) return temperature === undefined ? rest : { ...rest, model_temperature: temperature };
  const { type, ...primary } = choice;
  return { ...rest, model_config: { type, primary, ...warmth } };
}

/** Retell's notice gives `model_config.primary` as the successor of `model`, so a bare name is accepted too. */
function withPrimaryObject(config: Json): Json {
  const { primary, backup } = config;
  return {
    ...config,
    ...(typeof primary === "string" && { primary: { model: primary } }),
    ...(typeof backup === "string" && { backup: { model: backup } }),
  };
}

/** The older form cannot express a backup, so settings with one stay as they are. */
function asChoice(body: Json): Json {
  const { model_config: config, ...rest } = body;
  if (!isObject(config) || isObject(rest["model_choice"])) return body;
  const { type, primary, temperature, backup, ...others } = withPrimaryObject(config);
  if (!isObject(primary) || isObject(backup) || Object.keys(others).length > 0) return body;
  return {
    ...rest,
    model_choice: { type, ...primary },
    ...(temperature !== undefined && temperature !== null && { model_temperature: temperature }),
  };
}

function renamedSettings(body: Json, rename: (model: string) => string): Json {
  const { model_choice: choice, model_config: config } = body;
  const { primary, backup } = isObject(config) ? config : {};
  return {
    ...body,
    ...(isObject(choice) && { model_choice: renamedOne(choice, rename) }),
    ...(isObject(config) && {
      model_config: {
        ...config,
        ...(primary !== undefined && { primary: renamedOne(primary, rename) }),
        ...(backup !== undefined && { backup: renamedOne(backup, rename) }),
      },
    }),
  };
}

function renamedOne(settings: unknown, rename: (model: string) => string): unknown {
  if (typeof settings === "string") return rename(settings);
  if (!isObject(settings) || typeof settings["model"] !== "string") return settings;
  return { ...settings, model: rename(settings["model"]) };
}

/**
 * The flow with single models renamed. `names` is keyed by place, as comparable contents spell it:
 * `flow.nodes[greeting].model_config.primary.model`.
 */
export function withModelNames(flow: Json, names: ReadonlyMap<string, string>): Json {
  return names.size === 0 ? flow : namedGraph(flow, "flow", names);
}

function namedGraph(body: Json, path: string, names: ReadonlyMap<string, string>): Json {
  const { nodes, components, model_choice: choice, model_config: config } = body;
  const settings = `${path}.model_config`;
  const inner = (list: readonly unknown[], at: string, key: string) =>
    list.map((item) => (isObject(item) ? namedGraph(item, `${at}[${String(item[key])}]`, names) : item));
  return {
    ...body,
    ...(isObject(choice) && { model_choice: named(choice, `${settings}.primary.model`, names) }),
    ...(isObject(config) && { model_config: namedConfig(config, settings, names) }),
    ...(Array.isArray(nodes) && { nodes: inner(nodes, `${path}.nodes`, "id") }),
    ...(Array.isArray(components) && { components: inner(components, `${path}.components`, "name") }),
  };
}

function namedConfig(config: Json, path: string, names: ReadonlyMap<string, string>): Json {
  const { primary, backup } = config;
  return {
    ...config,
    ...(isObject(primary) && { primary: named(primary, `${path}.primary.model`, names) }),
    ...(isObject(backup) && { backup: named(backup, `${path}.backup.model`, names) }),
  };
}

function named(settings: Json, path: string, names: ReadonlyMap<string, string>): Json {
  const name = names.get(path);
  return name === undefined ? settings : { ...settings, model: name };
}

/** The flow with every model in its settings renamed. */
export function renamedModels(flow: Json, rename: (model: string) => string): Json {
  return mapGraph(flow, (body) => renamedSettings(body, rename));
}

/**
 * The newer form throughout, with each replaced model under its final name, so that equal settings compare as equal.
 */
export function lastingModels(flow: Json): Json {
  return renamedModels(inModelForm(flow, "model_config"), lastingModel);
}
