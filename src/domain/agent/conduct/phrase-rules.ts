import { type ConductFinding, conductFinding } from "./accepted-changes.ts";
import { saysDone, tooEarly } from "./flow-rules.ts";
import { shortened } from "./text-rules.ts";
import type { ConductText } from "./template-texts.ts";
import { plain } from "./words.ts";

/** What single phrases must and must not say. */
export function phraseConductFindings(texts: readonly ConductText[]): readonly ConductFinding[] {
  return texts.flatMap((text) => [
    ...emergencyPhrase(text),
    ...(saysDone(text.text) ? [tooEarly({ place: text.place, field: text.field, value: text.text })] : []),
  ]);
}

const mustNameServices = /\.(?:emergency|emergency_no_number|emergency_transfer_failed|emergency_goodbye)$/u;
const cheerful =
  /bonne (?:journee|soiree|fin de)|a bientot|have a (?:\w+ )?(?:day|evening|one)|enjoy|take care|goodbye|au revoir|merci de votre appel|thank you for calling/u;
const twoOrders = /\b(?:stay on the line|restez en ligne|ne quittez pas|hold on)\b/u;

function emergencyPhrase({ place, field, text }: ConductText): readonly ConductFinding[] {
  if (!/\.emergency/u.test(place)) return [];
  const finding = (rule: string, message: string, fix: string) =>
    conductFinding({ rule, place, field, value: text, message: `${message} It says: "${shortened(text)}"`, fix });
  return [
    ...(mustNameServices.test(place) && !/\{\{\s*emergency_services\s*\}\}/u.test(text)
      ? [finding("emergency-number", "It does not say which number to call.", "Name {{emergency_services}}.")]
      : []),
    ...(cheerful.test(plain(text))
      ? [finding("emergency-cheerful", "It is cheerful to a caller in danger.", "Remove the pleasantry.")]
      : []),
    ...(mustNameServices.test(place) && twoOrders.test(plain(text))
      ? [
          finding(
            "emergency-two-orders",
            "It asks the caller both to call and to stay.",
            "Give one order: call the number.",
          ),
        ]
      : []),
  ];
}
