import type { Words } from "../words/en.ts";

/** How many cards or rows a page of a list has. */
export const PAGE = 25;

/** Where the requested page of a list of that length begins; 0 when the address names none. */
export function startOf(text: string, length: number): number {
  const from = /^\d{1,6}$/u.test(text) ? Number(text) : 0;
  return from < length ? from : 0;
}

interface Paged {
  readonly words: Words;
  readonly from: number;
  readonly all: number;
  readonly size?: number;
  readonly link: (from: number) => string;
}

export function Pager({ words, from, all, size = PAGE, link }: Paged) {
  if (all <= size) return <></>;
  const shown = words.fleet.shown(from + 1, Math.min(from + size, all), all);
  return (
    <nav class="steps pager" aria-label={shown}>
      {from > 0 && <a href={link(Math.max(0, from - size))}>{words.previousPage}</a>}
      <span class="number">{shown}</span>
      {from + size < all && <a href={link(from + size)}>{words.nextPage}</a>}
    </nav>
  );
}
