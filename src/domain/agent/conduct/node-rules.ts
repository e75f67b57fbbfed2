import type { JsonObject } from "../ports.ts";
import type { ConductFinding } from "./change.ts";
import { atNode, textOf } from "./flow-nodes.ts";
import { type NamedNode, nodesOf, textIn } from "./template-texts.ts";
import { plain } from "./words.ts";

/** What single nodes must not do, whatever leads to them. */
export function nodeFindings(flow: JsonObject): readonly ConductFinding[] {
  return nodesOf(flow).flatMap((named) => codeFindings(named).concat(messageFindings(named)));
}

const reachesOut =
  /\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|https?:\/\/|\brequire\s*\(|\bimport\s*\(/u;

/** Code of a flow computes; what leaves a call goes through the functions of this server. */
function codeFindings({ id, node }: NamedNode): readonly ConductFinding[] {
  const code = textIn(node["code"]);
  if (!reachesOut.test(code)) return [];
  return [
    atNode(id, "code", {
      rule: "code-reaches-out",
      value: code,
      message: "Its code reaches another machine, which would get what patients said.",
      fix: "Send it with a function of this server.",
    }),
  ];
}

const medical =
  /\b(?:results?|test|hiv|vih|aids|sida|cancer|diagnos\w*|pregnan\w*|biops\w*|abortion|psychiatr\w*|oncolog\w*|resultats?|analyses?|depistage|enceinte|grossesse|avortement|resultados?|analisis|embaraz\w*|aborto)\b/u;

/** A text message stands on a locked screen. */
function messageFindings({ id, node }: NamedNode): readonly ConductFinding[] {
  if (node["type"] !== "sms" || !medical.test(plain(textOf(node)))) return [];
  return [
    atNode(id, "instruction", {
      rule: "message-reveals",
      value: textOf(node),
      message: "Whoever sees the phone reads a text message; it may name no medical reason or result.",
      fix: "Name the clinic and the number to call back.",
    }),
  ];
}
