import { type Document, LineCounter, isCollection, isMap, parseDocument } from "yaml";
import * as z from "zod";
import { closestText } from "../../domain/closest-text.ts";
import { boundedCache } from "../../domain/bounded-cache.ts";
import { type Language, isLanguage, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { type Sayings, alsoIn, unsaid } from "./in-languages.ts";
import {
  type Scenario,
  type ScenarioAnswer,
  answersSchema,
  sayingsSchema,
  scenarioJsonSchema,
  scenarioSchema,
} from "./schema.ts";

export interface ScenarioFile {
  readonly file: string;
  readonly text: string;
  /** What the text contains, if the build has read it. */
  readonly data?: unknown;
}

type Issue = z.core.$ZodIssue;

/** A kind of YAML file that users write. */
export interface YamlFormat<T> {
  readonly shape: z.ZodType<T>;
  /** "as scenarios" */
  readonly use: string;
  readonly hint: string;
  jsonSchema(): unknown;
}

const scenarioFormat: YamlFormat<Scenario> = {
  shape: scenarioSchema,
  use: "as scenarios",
  hint: "The format is in templates/scenario.schema.json.",
  jsonSchema: scenarioJsonSchema,
};

/** Parsing YAML is slow, and one process parses a suite several times: before a publication, and for each thread. */
const parsedScenarios = boundedCache<Scenario>(1_000);

/** @throws invalid with every problem as `file:line: what` */
export function parseScenario(file: ScenarioFile): Scenario {
  return parsedScenarios(`${file.file}\n${file.text}`, () => parseYaml(file, scenarioFormat));
}

/** @throws invalid with every problem as `file:line: what` */
export function parseYaml<T>({ file, text, data }: ScenarioFile, format: YamlFormat<T>): T {
  const built = data === undefined ? undefined : format.shape.safeParse(data);
  if (built?.success === true) return built.data;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map((error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
  if (broken.length > 0) throw unusable(file, broken, format);
  const parsed = format.shape.safeParse(contentOf(document, file, format));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap(deepest).flatMap((issue) => describe(issue, format));
  const told = problems.map(({ path, message }) => `${file}:${lineAt(path, document, lines)}: ${message}`);
  throw unusable(file, [...new Set(told)], format);
}

/** @throws invalid when aliases within aliases make a small file too large */
function contentOf<T>(document: Document, file: string, format: YamlFormat<T>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw unusable(file, [`${file}: too many aliases.`], format);
  }
}

/**
 * Parses all files and adds the answers of `answers.yaml`; names must differ. @throws invalid with the problems of
 * every file
 */
export function parseScenarios(files: readonly ScenarioFile[]): readonly Scenario[] {
  return inLanguages(withAnswers(scenariosIn(files), answersIn(files)), sayingsIn(files));
}

/** @throws invalid where a text lacks a language that the scenario is played in */
function wholeScenario(file: ScenarioFile): Scenario {
  const scenario = parseScenario(file);
  const missing = unsaid(scenario).map(({ text, language }) => `${file.file}: "${text}" has no text in "${language}".`);
  if (missing.length === 0) return scenario;
  throw unusable(file.file, missing, scenarioFormat);
}

function scenariosIn(given: readonly ScenarioFile[]): readonly Scenario[] {
  const files = given.filter((file) => !isAnswers(file) && languageSaid(file) === undefined);
  const problems: string[] = [];
  const scenarios = files.flatMap((file) => {
    try {
      return [wholeScenario(file)];
    } catch (error) {
      if (!(error instanceof AscendiaError) || !Array.isArray(error.detail)) throw error;
      problems.push(...error.detail.map(String));
      return [];
    }
  });
  for (const [index, { name }] of scenarios.entries()) {
    const same = scenarios.findIndex((other) => other.name === name);
    if (same < index) problems.push(`Two scenarios are named "${name}".`);
  }
  if (problems.length > 0)
    throw unusable(files.length === 1 ? (files[0]?.file ?? "") : "The suite", problems, scenarioFormat);
  return scenarios;
}

/**
 * Lays one suite over another: its scenarios are added or replace those of the same name, and its answers apply to all.
 * @throws invalid
 */
export function extendedSuite(base: readonly ScenarioFile[], own: readonly ScenarioFile[]): readonly Scenario[] {
  const scenarios = scenariosIn(own);
  const names = new Set(scenarios.map(({ name }) => name));
  const suite = [...scenariosIn(base).filter(({ name }) => !names.has(name)), ...scenarios];
  const sayings = [...sayingsIn(own), ...sayingsIn(base)];
  return inLanguages(withAnswers(suite, [...answersIn(own), ...answersIn(base)]), sayings);
}

function answersIn(files: readonly ScenarioFile[]): readonly ScenarioAnswer[] {
  return files.filter(isAnswers).flatMap((file) => parseYaml(file, answersFormat).answers);
}

function isAnswers({ file }: ScenarioFile): boolean {
  return /^answers\.ya?ml$/u.test(file);
}

const sayingsName = /^said\.([a-z]+)\.ya?ml$/u;

function languageSaid({ file }: ScenarioFile): Language | undefined {
  const language = sayingsName.exec(file)?.[1];
  return isLanguage(language) ? language : undefined;
}

/** The texts of the suite in further languages, from `said.<language>.yaml`. */
export function sayingsIn(files: readonly ScenarioFile[]): readonly Sayings[] {
  return files.flatMap((file) => {
    const language = languageSaid(file);
    return language === undefined ? [] : [{ language, texts: parseYaml(file, sayingsFormat) }];
  });
}

/** Translations of the user's own suite take precedence over the shipped ones. */
function inLanguages(scenarios: readonly Scenario[], sayings: readonly Sayings[]): readonly Scenario[] {
  const byLanguage = languages.flatMap((language): readonly Sayings[] => {
    const said = sayings.filter((each) => each.language === language);
    const texts = Object.fromEntries(said.toReversed().flatMap((each) => Object.entries(each.texts)));
    return said.length === 0 ? [] : [{ language, texts }];
  });
  return scenarios.map((scenario) => byLanguage.reduce(alsoIn, scenario));
}

const sayingsFormat: YamlFormat<Readonly<Record<string, string>>> = {
  shape: sayingsSchema,
  use: "as texts of scenarios",
  hint: "Write the English text of a scenario, a colon and the same in the language of the file.",
  jsonSchema: () => z.toJSONSchema(sayingsSchema, { io: "input" }),
};

/** A scenario's own answers take precedence. */
function withAnswers(scenarios: readonly Scenario[], answers: readonly ScenarioAnswer[]): readonly Scenario[] {
  if (answers.length === 0) return scenarios;
  return scenarios.map(({ caller, ...scenario }) =>
    Object.assign({}, scenario, { caller: { ...caller, answers: [...(caller.answers ?? []), ...answers] } }),
  );
}

const answersFormat: YamlFormat<{ readonly answers: readonly ScenarioAnswer[] }> = {
  shape: answersSchema,
  use: "as answers",
  hint: "Write `answers:` and a list of `at`, the node, and `say`, the sentence.",
  jsonSchema: () => z.toJSONSchema(answersSchema, { io: "input" }),
};

type Told = Pick<YamlFormat<unknown>, "use" | "hint">;

function unusable(what: string, problems: readonly string[], { use, hint }: Told): AscendiaError {
  return new AscendiaError("invalid", `${what} cannot be used ${use}.`, { detail: problems, hint });
}

/** If no branch of a union matches, the problems of the closest branch, which the author probably meant. */
function deepest(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((branch) =>
    branch.flatMap((inner) => deepest({ ...inner, path: [...issue.path, ...inner.path] })),
  );
  const [best = [issue]] = branches.toSorted((a, b) => misfit(a, issue) - misfit(b, issue));
  return best;
}

/** How far a branch of a union is from the input; a wrong literal means that another branch was meant. */
function misfit(branch: readonly Issue[], { path }: Issue): number {
  const wrongKind = branch.some((inner) => inner.path.length <= path.length && inner.code !== "unrecognized_keys");
  const wrongLiteral = branch.some((inner) => inner.code === "invalid_value" && inner.path.length === path.length + 1);
  const missing = branch.filter((inner) => inner.code === "invalid_type" && /undefined/.test(inner.message)).length;
  return branch.length + missing * 5 + (wrongKind ? 50 : 0) + (wrongLiteral ? 25 : 0);
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function describe(issue: Issue, format: Pick<YamlFormat<unknown>, "jsonSchema">): readonly Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: unknownKey(key, knownKeys(format.jsonSchema())),
    }));
  }
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  const message = isMissing ? `${pathText(issue.path)} is missing.` : `${pathText(issue.path)}: ${issue.message}.`;
  return [{ path: issue.path, message }];
}

function unknownKey(key: string, known: readonly string[]): string {
  if (known.includes(key)) return `"${key}" stands in the wrong place.`;
  const meant = closestText(key, known);
  return `"${key}" is not a known key here.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`;
}

function knownKeys(jsonSchema: unknown): readonly string[] {
  const keys = new Set<string>();
  JSON.stringify(jsonSchema, (name, value: unknown) => {
    if (name === "properties" && typeof value === "object" && value !== null) {
      for (const key of Object.keys(value)) keys.add(key);
    }
    return value;
  });
  return [...keys];
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "the file" : path.map(String).join(".");
}

/** Line of the value at the path, or of the nearest thing around it that exists. */
function lineAt(path: readonly PropertyKey[], document: Document.Parsed, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(path.slice(0, length), document);
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(path: readonly PropertyKey[], document: Document.Parsed): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => String(item.key) === String(key));
    return rangeStart(pair?.key);
  }
  return isCollection(parent) ? rangeStart(parent.get(key, true)) : undefined;
}

function rangeStart(item: unknown): number | undefined {
  if (typeof item !== "object" || item === null || !("range" in item)) return undefined;
  const { range } = item;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
}
