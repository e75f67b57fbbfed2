/** "Exemple c'est mon nom, Awa c'est mon prénom". */
const labelledBehind =
  /^(?<a>\p{L}[\p{L}' -]{0,40}?),? (?:c'est|is|es) (?:my|mon|mi|the|le|el) (?:(?<first>first name|prénom|nombre)|last name|surname|nom|nom de famille|apellido)[,. ]+(?:and |et |y )?(?<b>\p{L}[\p{L}' -]{0,40}?),? (?:c'est|is|es) (?:my|mon|mi|the|le|el) (?:first name|prénom|nombre|last name|surname|nom|nom de famille|apellido)\.?$/iu;

/** Said with each part of the name. A bare "nom" or "nombre" is the whole name where the other part has no label. */
const partLabel =
  /(?<![\p{L}'])(?:(?:my|mon|mi|the|le|el|son|his|her|su) )?(?:(?<first>(?:first|given) name|prénom|prenom|nombre)|(?<last>(?:last|family) name|surname|nom de famille|nom|apellidos?))(?![\p{L}'])(?! d[e'])(?:(?:'s| is| est| es| son| c'est)(?![\p{L}']))?/giu;

/**
 * "first name Awa, last name Exemple", "nom Exemple, prénom Awa": the name in its order. Once nothing stands before the
 * name, one label is enough: "John, last name Exemple".
 */
export function namedByParts(said: string, isBare: boolean): string {
  return labelledAfter(said) ?? labelledBefore(said, isBare) ?? said;
}

function labelledAfter(said: string): string | undefined {
  const { first, a = "", b = "" } = labelledBehind.exec(said)?.groups ?? {};
  if (a === "") return undefined;
  return first === undefined ? `${b} ${a}` : `${a} ${b}`;
}

function labelledBefore(said: string, isBare: boolean): string | undefined {
  const labels = [...said.matchAll(partLabel)];
  const pieceAfter = (part: string): string | undefined => {
    const index = labels.findIndex(({ groups }) => groups?.[part] !== undefined);
    const label = labels[index];
    if (label === undefined) return undefined;
    return partOfName(said.slice(label.index + label[0].length, labels[index + 1]?.index));
  };
  const before = isBare ? partOfName(said.slice(0, labels[0]?.index ?? 0)) : undefined;
  const first = pieceAfter("first") ?? before;
  const last = pieceAfter("last") ?? before;
  const isApart = first !== undefined && last !== undefined && first !== last;
  return isApart && labels.length <= 2 ? `${first} ${last}` : undefined;
}

function partOfName(text: string): string | undefined {
  const part = text.replaceAll(/^[\s,:;-]+|(?:[\s,:;.-]|(?<=[\s,])(?:and|et|y)(?=[\s,]*$))+$/giu, "");
  return /^\p{L}[\p{L}' -]{0,60}$/u.test(part) ? part : undefined;
}
