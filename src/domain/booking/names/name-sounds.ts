import { foldText } from "../../language/fold-text.ts";

/** Names pronounced alike but spelled quite differently. */
const namesakes: ReadonlyMap<string, string> = new Map(
  [
    "sean shawn shaun shon",
    "stephen steven stefen stephan steve",
    "nguyen win nwin nuyen nouyen ngouyen wen newen nguen gwen",
    "hoang wang huang houang",
    "geoffrey jeffrey geoffroy",
    "siobhan chevonne shivon",
    "niamh neve",
    "thomas tomas toma",
    "joaquin wakeen joakin",
    "jorge horhe",
    "xavier havier zavier",
    "zhang jang zang",
    "zhao jao",
    "xu shu",
    "nkosi enkosi",
    "mbaye embaye",
    "leigh li lee",
    "wright right rite",
    "reid reed read",
    "knight night",
    "moore more mor",
    "payne pain",
    "gray grey",
    "clark clarke",
    "brown browne",
    "allen alan allan",
    "ann anne",
    "john jon",
    "philip phillip philippe",
    "carl karl",
    "erik eric erick",
    "marc mark",
    "sara sarah",
    "cohen kohen cohn",
    "schmidt schmitt shmit",
    "beauchamp beechum bochan",
    "leblanc lebland",
    "houessou wessou ouessou",
    "hounsou wounsou ounsou",
  ].flatMap((line) => {
    const [first = "", ...others] = line.split(" ");
    return [first, ...others].map((name): [string, string] => [name, first]);
  }),
);

/** Order matters. French names end in silent letters; Fon and Gun names begin with two consonants pronounced as one. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/[^a-zE]/gu, ""],
  [/^(?:kp|gb|gp)/u, "p"],
  [/^[ae]?n(?=[dtgk])/u, "n"],
  [/^[ae]?m(?=b)/u, "m"],
  [/^ngu?(?=[aeiouy])/u, "nu"],
  [/^wr/u, "r"],
  [/^kn/u, "n"],
  [/^mac(?=[a-z]{3})/u, "mc"],
  [/eaux?|aux?|ault|aw/gu, "o"],
  [/ou|oo|w/gu, "u"],
  [/ph/gu, "f"],
  [/tch|ch(?![rl])|sh|sch/gu, "S"],
  [/th/gu, "T"],
  [/dj|dg|j|g(?=[eiyE])/gu, "J"],
  [/gu(?=[eiyE])/gu, "g"],
  [/c(?=[eiyE])/gu, "s"],
  [/ck|q|c|ch/gu, "k"],
  [/z/gu, "s"],
  [/x/gu, "ks"],
  [/ee|ea|ie$|ey$|y/gu, "i"],
  [/ai|ei|ay|er$|ez$|et$/gu, "E"],
  [/h/gu, ""],
  [/(.)\1+/gu, "$1"],
  [/(?<=[a-zEJST]{2})[dtpx]$/u, ""],
  [/(?<=[a-zEJST]{2})e$/u, ""],
  [/(?<=[a-zEJST]{2})s$/u, ""],
  [/T/gu, "t"],
];

const longestWord = 40;

/** How a name sounds to a French or an English ear: names with the same key cannot be distinguished by listening. */
export function soundOf(name: string): string {
  const folded = foldText(name.slice(0, longestWord));
  const namesake = namesakes.get(folded);
  // Accents distinguish a pronounced é from a silent e; folding would lose them.
  const heard = name
    .slice(0, longestWord)
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[éèêë]/gu, "E")
    .replaceAll(/[^E]+/gu, (letters) => foldText(letters));
  return rules.reduce((sound, [pattern, by]) => sound.replace(pattern, by), namesake ?? heard);
}
