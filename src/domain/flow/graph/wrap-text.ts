export interface Room {
  /** Columns of a line; wide East Asian characters take two. */
  readonly columns: number;
  readonly lines: number;
}

/** Breaks a text at spaces into lines that fit; what does not fit is cut off with an ellipsis. */
export function wrapText(text: string, { columns, lines }: Room): readonly string[] {
  const wrapped: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).flatMap((whole) => chopped(whole, columns))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) > columns && wrapped.length === lines - 1) return [...wrapped, ended(line, columns)];
    if (width(longer) <= columns) line = longer;
    else {
      wrapped.push(line);
      line = word;
    }
  }
  return line === "" ? wrapped : [...wrapped, line];
}

function ended(line: string, columns: number): string {
  if (width(line) <= columns - 2) return `${line} …`;
  const whole = line.slice(0, Math.max(0, line.lastIndexOf(" ")));
  return `${whole === "" ? cut(line, columns - 2) : whole} …`;
}

/** A word longer than a line, such as a URL, in pieces. */
function chopped(word: string, columns: number): readonly string[] {
  const head = cut(word, columns);
  return head === word ? [word].filter((piece) => piece !== "") : [head, ...chopped(word.slice(head.length), columns)];
}

function cut(text: string, columns: number): string {
  let room = columns;
  let kept = "";
  for (const character of text) {
    room -= width(character);
    if (room < 0) break;
    kept += character;
  }
  return kept;
}

const wide = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}]/u;

function width(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}
