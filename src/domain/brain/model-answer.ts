import * as z from "zod";
import { RunStopped } from "./run-stopped.ts";
import type { ModelPorts, ModelQuestion } from "./model-ports.ts";

type Question = Omit<ModelQuestion, "schema">;

/**
 * The model's answer in the shape asked for, from an earlier simulation where there is one. Only answers that fit are
 * kept. @throws RunStopped undecided, with the reason, for any other
 */
export async function modelAnswer<T>(question: Question, shape: z.ZodType<T>, ports: ModelPorts): Promise<T> {
  const { model, answers, digest, use } = ports;
  const full: ModelQuestion = { ...question, schema: z.toJSONSchema(shape) };
  const key = digest(JSON.stringify({ model: model.identity, ...full }));
  const known = await answers.find(key);
  const remembered = known === undefined ? undefined : shape.safeParse(parsedJson(known));
  if (remembered?.success === true) {
    use.remembered += 1;
    return remembered.data;
  }
  use.asked += 1;
  const completion = await model.complete(full);
  if (completion.kind === "none") throw unusable(question, completion.reason);
  const parsed = shape.safeParse(parsedJson(completion.text));
  if (!parsed.success) throw unusable(question, `${z.prettifyError(parsed.error)} in ${excerpt(completion.text)}`);
  await answers.keep(key, completion.text);
  return parsed.data;
}

function unusable({ name }: Question, why: string): RunStopped {
  return new RunStopped("undecided", `the model's answer to "${name}" cannot be used: ${why}`);
}

function excerpt(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return JSON.stringify(flat.length > 120 ? `${flat.slice(0, 120)}…` : flat);
}

/** undefined fits no shape, so that text which is no JSON is refused with the rest. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
