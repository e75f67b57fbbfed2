import { IndexCache } from "../../src/domain/brain/choose-candidate.ts";
import { dangerIn } from "../../src/domain/brain/danger-signs.ts";
import { offlineBrain } from "../../src/domain/brain/brain.ts";
import { type Language, languages } from "../../src/domain/language/language.ts";
import { questionAt, templateFlow, understanding } from "../simulator/template-flow.ts";
import { heldOut } from "./emergencies/held-out.ts";
import { learntDangers, learntNone } from "./emergencies/learnt.ts";

/**
 * Every sentence of danger, in every node where a caller can speak, leads to the emergency node before anything else;
 * no harmless sentence does. The emergency node itself is left out, because the number was just spoken there. Quick:
 * every sentence in one of a few nodes.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const speaking = templateFlow.nodes.filter(
    (node) => node.id !== "emergency" && node.type === "conversation" && !("skip_response_edge" in node),
  );
  const nodes = speaking.filter((_, index) => !quick || index % 24 === 0);
  const results = [];
  for (const language of languages) {
    results.push(await tally("danger", learntDangers(language), { nodes, quick }));
    results.push(await tally("none", learntNone(language), { nodes, quick }));
    results.push(unforeseen(language));
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const total = results.reduce((sum, result) => sum + result.total, 0);
  return { passed, total };
}

/**
 * The share of unseen dangers that must be recognized, and the share of unseen harmless sentences that may be mistaken
 * for danger.
 */
const HEARD = 0.9;
const MISTAKEN = 0.02;

const isDanger = (said: string) => understanding.signs.some((signs) => dangerIn(said, signs) === "now");

function unforeseen(language: Language) {
  const { dangers, none } = heldOut[language];
  const heard = dangers.filter(isDanger).length;
  const mistaken = none.filter(isDanger).length;
  process.stdout.write(
    `unforeseen: ${heard} of ${dangers.length} dangers heard, ${mistaken} of ${none.length} others\n`,
  );
  return {
    passed: Number(heard >= dangers.length * HEARD) + Number(mistaken <= none.length * MISTAKEN),
    total: 2,
  };
}

interface Places {
  readonly nodes: typeof templateFlow.nodes;
  readonly quick: boolean;
}

async function tally(kind: "danger" | "none", sentences: readonly string[], { nodes, quick }: Places) {
  const indexes = new IndexCache();
  const wrong: string[] = [];
  let total = 0;
  for (const [index, said] of sentences.entries()) {
    const from = index % nodes.length;
    for (const { id } of quick ? nodes.slice(from, from + 1) : nodes) {
      total += 1;
      const brain = offlineBrain({
        language: "fr",
        country: "BJ",
        today: "2026-11-28",
        given: {},
        indexes,
        understanding,
      });
      const question = questionAt(id, said);
      const choice = await brain.choose(question);
      const taken = choice.kind === "take" ? choice.id : undefined;
      const destination = question.candidates.find((candidate) => candidate.id === taken)?.destination;
      if ((destination === "emergency") !== (kind === "danger")) wrong.push(`${id}: ${said}`);
    }
  }
  process.stdout.write(`${kind}: ${sentences.length} sentences in ${nodes.length} nodes, ${wrong.length} wrong\n`);
  for (const line of wrong.slice(0, 40)) process.stdout.write(`  ${line}\n`);
  return { passed: total - wrong.length, total };
}
