import { doctorsOffered } from "../../brain/find-doctor.ts";
import { wordInstruction } from "../../brain/word-instruction.ts";
import type { Flow } from "../../flow/flow.ts";
import type { Brain, SpeakRequest } from "../../flow/ports.ts";
import type { Language } from "../../language/language.ts";
import { flowDialoguePhrases } from "./phrases.ts";
import { promptNodeWords } from "./prompt-node-words.ts";

/**
 * A brain that words no instruction of its own accord would read it out to the caller. Static texts stay as they are; for
 * each node that leaves its words to a model there is a sentence of ours, in the clinic's language.
 */
export function withOfflineVoice(brain: Brain, flow: Flow, language: Language): Brain {
  const prompts = promptNodes(flow);
  return {
    choose: (request) => brain.choose(request),
    extract: (request) => brain.extract(request),
    speak: async (request) => words(request, prompts, language),
  };
}

function promptNodes(flow: Flow): ReadonlySet<string> {
  const graphs = [flow, ...(flow.components ?? [])];
  const nodes = graphs.flatMap((graph) => graph.nodes);
  return new Set(
    nodes.flatMap((node) => ("instruction" in node && node.instruction?.type === "prompt" ? [node.id] : [])),
  );
}

function words(request: SpeakRequest, prompts: ReadonlySet<string>, language: Language): string {
  const { purpose, place, variables, instruction } = request;
  if (purpose === "digits" || purpose === "transfer_number") return wordInstruction(request);
  if (purpose === "reminder") return flowDialoguePhrases[language].stillThere;
  if (!prompts.has(place.node)) return instruction;
  const said = request.transcript.findLast(({ role }) => role === "user");
  const heard = said !== undefined && "content" in said ? said.content : "";
  const own = promptNodeWords[language][place.node];
  return (
    own?.({ variables, doctors: doctorsOffered(variables), heard }) ??
    variables["phrase_need"] ??
    flowDialoguePhrases[language].notUnderstood
  );
}
