import { liveWords } from "./live-words.ts";
import type { TalkPageFacts } from "./page-facts.ts";
import { Document } from "./talk-page.tsx";

export interface LivePageFacts extends Pick<
  TalkPageFacts,
  "words" | "language" | "clinic" | "locale" | "assets" | "token" | "hasLive"
> {
  /** null: no call of the clinic has a cost yet. */
  readonly centsPerMinute: number | null;
}

/** The page of a real call, which its script makes with Retell's library. */
export function LivePage(facts: LivePageFacts) {
  const { language, token, centsPerMinute } = facts;
  const words = liveWords[language];
  return (
    <Document facts={facts} page="live">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <section
        class="card live"
        id="live"
        aria-label={words.real}
        data-token={token}
        data-says={JSON.stringify(words.says)}
      >
        <div class="notice warn">
          <strong>{words.costs(inDollars(centsPerMinute, language))}</strong> {words.books}
        </div>
        <noscript>
          <p>{words.needsScript}</p>
        </noscript>
        <div class="actions">
          <button type="button" id="start" hidden>
            {words.start}
          </button>
          <button type="button" id="hang-up" class="danger" hidden>
            {words.hangUp}
          </button>
          <button type="button" id="mute" class="second" hidden>
            {words.says.mute}
          </button>
        </div>
        <p id="state" class="notice" role="status" hidden />
        <ol id="turns" class="turns" role="log" aria-label={facts.words.conversation} />
        <p id="after" class="hint" hidden>
          {words.after} <code />
        </p>
      </section>
    </Document>
  );
}

function inDollars(cents: number | null, language: string): string | null {
  if (cents === null) return null;
  return new Intl.NumberFormat(language, { style: "currency", currency: "USD" }).format(cents / 100);
}
