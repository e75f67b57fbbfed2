/**
 * Labels that callers say with each part of a name. A bare "nom" or "nombre" means the whole name unless the other part
 * has a label.
 */
const partLabel =
  /(?<![\p{L}'])(?:(?:my|mon|mi|the|le|el|son|his|her|su) )?(?:(?<first>(?:first|given) name|prénom|prenom|nombre)|(?<last>(?:last|family) name|surname|nom de famille|nom|apellidos?))(?!\p{L}|'(?!s(?!\p{L})))(?! d[e'])(?:(?:'s| is| est| es| son| c'est)(?![\p{L}']))?/giu;

/** Links a part of the name to the label after it: "Exemple, c'est mon nom", "Sample's the last name". */
const linkToLabel = /(?:,? (?:c'est|is|es)|'s)\s*$/iu;

interface LabelledPart {
  readonly isFirst: boolean;
  readonly part: string | undefined;
  /** Whether the label follows the part. */
  readonly isBehind: boolean;
}

/**
 * "first name Awa, last name Exemple", "Exemple c'est mon nom, le prénom c'est Awa": the name in its usual order. When
 * nothing precedes the name, one label is enough: "John, last name Exemple".
 */
export function namedByParts(said: string, isBare: boolean): string {
  const labels = [...said.matchAll(partLabel)];
  const parts = labels.map((_, index) => labelledPart(said, labels, index));
  const pieceOf = (isFirst: boolean): string | undefined => parts.find((each) => each.isFirst === isFirst)?.part;
  const isOneLabel = isBare && parts[0]?.isBehind !== true;
  const before = isOneLabel ? partOfName(said.slice(0, labels[0]?.index ?? 0)) : undefined;
  const first = pieceOf(true) ?? before;
  const last = pieceOf(false) ?? before;
  const isApart = first !== undefined && last !== undefined && first !== last;
  return isApart && labels.length <= 2 ? `${first} ${last}` : said;
}

function labelledPart(said: string, labels: readonly RegExpExecArray[], index: number): LabelledPart {
  const [start, end] = bounds(labels[index]);
  const [, from] = index === 0 ? [0, 0] : bounds(labels[index - 1]);
  const isFirst = labels[index]?.groups?.["first"] !== undefined;
  const stretch = said.slice(from, start);
  const link = linkToLabel.exec(stretch);
  const behind = link === null ? undefined : partOfName(lastPhrase(stretch.slice(0, link.index)));
  if (behind !== undefined) return { isFirst, part: behind, isBehind: true };
  const [next] = labels[index + 1] === undefined ? [said.length] : bounds(labels[index + 1]);
  return { isFirst, part: partOfName(firstPhrase(said.slice(end, next))), isBehind: false };
}

function bounds(label: RegExpExecArray | undefined): readonly [number, number] {
  return label === undefined ? [0, 0] : [label.index, label.index + label[0].length];
}

/** The words after "le nom c'est", up to a part whose own label follows it. */
function firstPhrase(text: string): string {
  return linkToLabel.test(text) ? text.replace(/(?<=\p{L}),.*$/u, "") : text;
}

function lastPhrase(text: string): string {
  return text.replace(/^.*[,.] /u, "");
}

function partOfName(text: string): string | undefined {
  const part = text.replaceAll(
    /^(?:[\s,:;.-]|(?:and|et|y)(?=\s))+|(?:[\s,:;.-]|(?<=[\s,])(?:and|et|y)(?=[\s,]*$))+$/giu,
    "",
  );
  return /^\p{L}[\p{L}' -]{0,60}$/u.test(part) ? part : undefined;
}
