import { type OfflineBrain, RunStopped } from "../../domain/brain/brain.ts";
import type { Flow } from "../../flow/flow.ts";
import type {
  Candidate,
  Choice,
  ChooseRequest,
  ExtractRequest,
  ExtractedValues,
  WantedValue,
} from "../../flow/ports.ts";
import { terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { short, spokenAt } from "./interactive-texts.ts";

type Terminal = Pick<Context, "prompt">;

export interface TypedBrain extends OfflineBrain {
  /** The next decision is asked for, however clear it is. */
  askNext(): void;
}

const FLAG = "--scenario instead of --interactive";
const STAY = "stay here, or take the else edge";
const AGAIN = "rephrase it";

/** Decides like the brain it wraps, and asks the user when that cannot decide or extract. */
export function typedBrain(own: OfflineBrain, flow: Flow, { prompt }: Terminal): TypedBrain {
  let isAsked = false;
  return {
    ...own,
    askNext: () => {
      isAsked = true;
    },
    choose: async (request) => {
      const choice = await own.choose(request);
      if (choice.kind !== "undecided" && !isAsked) return choice;
      isAsked = false;
      return pickedWay(request, choice, { flow, prompt });
    },
    extract: async (request) => typedValues(request, await own.extract(request), prompt),
  };
}

interface Picking extends Terminal {
  readonly flow: Flow;
}

/** The most likely ways first; the text of each is shown while it is the one that Enter would take. */
async function pickedWay(request: ChooseRequest, unaided: Choice, { flow, prompt }: Picking): Promise<Choice> {
  const scores = new Map(unaided.candidates?.map(({ id, score }) => [id, score]));
  const scoreOf = ({ id }: Candidate) => (unaided.kind === "take" && unaided.id === id ? 1 : (scores.get(id) ?? 0));
  const sorted = request.candidates.toSorted((one, other) => scoreOf(other) - scoreOf(one));
  const choices = sorted.map((candidate) => ({
    name: terminalSafe(`${candidate.id} ${scoreOf(candidate).toFixed(2)}`),
    value: candidate.id,
    description: terminalSafe(describedWay(candidate, request, flow)),
  }));
  const way = await prompt.choice({
    message: terminalSafe(`At ${request.place.name}: "${request.heard}" leads to`),
    flag: FLAG,
    choices: [...choices, { name: STAY, value: STAY }, { name: AGAIN, value: AGAIN }],
  });
  if (way === AGAIN) throw new RunStopped("undecided", "Nothing was heard.");
  return way === STAY ? { kind: "stay", source: "named" } : { kind: "take", id: way, source: "named" };
}

function describedWay({ condition, destination = "" }: Candidate, request: ChooseRequest, flow: Flow): string {
  const { component } = request.place;
  const inside = component === undefined ? "" : spokenAt(flow, `${component}/${destination}`, request.variables);
  const said = inside === "" ? spokenAt(flow, destination, request.variables) : inside;
  return [`when: ${short(condition)}`, ...(said === "" ? [] : [`then: ${said}`])].join("\n");
}

const DONE = "go on with these";

/** What was found, to accept with Enter or to change one by one. */
async function typedValues(
  { place, wanted, tool }: ExtractRequest,
  found: ExtractedValues,
  prompt: Terminal["prompt"],
): Promise<ExtractedValues> {
  let values = found;
  for (;;) {
    const choices = wanted.map((one) => ({
      name: terminalSafe(`${one.name} = ${String(values[one.name] ?? "(not heard)")}`),
      value: one.name,
      description: short(terminalSafe(one.description)),
    }));
    const name = await prompt.choice({
      message: `${place.name} found${tool === undefined ? "" : ` for ${tool}`}`,
      flag: FLAG,
      choices: [{ name: DONE, value: DONE }, ...choices],
    });
    const changed = wanted.find((one) => one.name === name);
    if (changed === undefined) return values;
    values = await withTyped(changed, values, prompt);
  }
}

async function withTyped(
  wanted: WantedValue,
  values: ExtractedValues,
  prompt: Terminal["prompt"],
): Promise<ExtractedValues> {
  const { [wanted.name]: before, ...others } = values;
  const text = await prompt.text({
    message: `${wanted.name} (${kindText(wanted)}; - for nothing)`,
    flag: FLAG,
    ...(before !== undefined && { initial: String(before) }),
    validate: (typed) => typed.trim() === "-" || typedValue(wanted, typed.trim()) !== undefined || kindText(wanted),
  });
  const value = text === "-" ? undefined : typedValue(wanted, text);
  return value === undefined ? others : { ...others, [wanted.name]: value };
}

function kindText(wanted: WantedValue): string {
  if (wanted.type === "enum") return `one of ${wanted.choices.join(", ")}`;
  if (wanted.type === "boolean") return "true or false";
  return wanted.type === "number" ? "a number" : "a text";
}

function typedValue(wanted: WantedValue, text: string): string | number | boolean | undefined {
  if (text === "") return undefined;
  if (wanted.type === "number") return Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (wanted.type === "boolean") return text === "true" || text === "false" ? text === "true" : undefined;
  return wanted.type === "enum" && !wanted.choices.includes(text) ? undefined : text;
}
