const longest = 400;
/** How much of what the texts have in common leads up to the difference. */
const lead = 80;

/** Long texts cut alike, around the first place where one differs from another; short ones stay whole. */
export function aroundDifference(texts: readonly string[]): readonly string[] {
  const start = Math.max(0, wholeCharacter(texts, firstDifference(texts) - lead));
  const isShort = texts.every(({ length }) => length <= longest);
  return isShort ? texts : texts.map((text) => excerpt(text, start));
}

/** A text that is not there, as "(nothing)", says nothing about where the others differ. */
function firstDifference(texts: readonly string[]): number {
  const [first = "", ...others] = [...new Set(texts)].filter((text) => text.length > lead);
  const end = Math.min(first.length, ...others.map(({ length }) => length));
  if (others.length === 0) return 0;
  for (let at = 0; at < end; at += 1) if (others.some((other) => other[at] !== first[at])) return at;
  return end;
}

/** Not between the two halves of a surrogate pair. */
function wholeCharacter([first = ""]: readonly string[], at: number): number {
  return /[\uDC00-\uDFFF]/u.test(first[at] ?? "") ? at - 1 : at;
}

function excerpt(text: string, start: number): string {
  if (text.length <= lead) return text;
  const end = start + longest;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${text.length > end ? "…" : ""}`;
}
