/** The end of a sentence that is followed by the next; an abbreviated title or a decimal point ends none. */
const END = /(?<!\b(?:Dr|Mr|Mrs|Ms|Mme|M|Pr|St))(?<!\d(?=\.\d))[.!?…]+["»”)]*\s+/;

const MARKUP = /[*_#`]+/g;

/** Cuts text that arrives in pieces into sentences, each as soon as it is whole. */
export class Sentences {
  #rest = "";

  /** The sentences that this piece completed. */
  add(piece: string): readonly string[] {
    this.#rest += piece;
    const whole: string[] = [];
    for (let end = END.exec(this.#rest); end !== null; end = END.exec(this.#rest)) {
      const length = end.index + end[0].length;
      whole.push(...spoken(this.#rest.slice(0, length)));
      this.#rest = this.#rest.slice(length);
    }
    return whole;
  }

  /** What is left when no more comes. */
  end(): readonly string[] {
    const last = spoken(this.#rest);
    this.#rest = "";
    return last;
  }
}

/** Models write markup whatever they are told; a voice would read it out. */
function spoken(text: string): readonly string[] {
  const plain = text.replaceAll(MARKUP, "").replaceAll(/\s+/g, " ").trim();
  return plain === "" ? [] : [plain];
}
