import type { Child } from "hono/jsx";
import { plainText } from "../domain/language/plain-text.ts";
import type { BrainName, TalkView } from "./talk-session.ts";
import { CallState } from "./call-state.tsx";
import { liveWords } from "./live-words.ts";
import type { TalkPageFacts } from "./page-facts.ts";
import { Turns } from "./turns.tsx";
import type { TalkWords } from "./words.ts";

export function TalkPage(facts: TalkPageFacts) {
  const { words, clinic, view } = facts;
  return (
    <Document facts={facts}>
      <div class="head">
        <div>
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
        {view !== undefined && <Start facts={facts} />}
      </div>
      {facts.problem !== undefined && (
        <div class="notice bad" role="alert">
          <strong>{words.notDone}</strong> {facts.problem}
        </div>
      )}
      {facts.saved !== undefined && (
        <div class="notice good" role="status">
          {words.saved} <code>ascendia simulate --scenario {facts.saved}</code>
        </div>
      )}
      {view === undefined ? (
        <section class="card begin">
          <h2>{plainText(clinic.name)}</h2>
          <Start facts={facts} />
        </section>
      ) : (
        <div class="desk">
          <section class="phone" aria-labelledby="conversation">
            <h2 id="conversation">{words.conversation}</h2>
            <Turns facts={facts} view={view} />
            <Composer facts={facts} view={view} />
          </section>
          <CallState facts={facts} view={view} />
        </div>
      )}
    </Document>
  );
}

/** A whole document, for the page and for a refusal. */
export function Document({
  facts,
  page = "copy",
  children,
}: {
  readonly facts: Pick<TalkPageFacts, "words" | "language" | "clinic" | "locale" | "assets" | "hasLive">;
  readonly page?: PageName;
  readonly children: Child;
}) {
  const { words, language, clinic, locale, assets } = facts;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${words.title} · ${plainText(clinic.name)}`}</title>
        {assets.styles.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
        <link rel="icon" href="data:," />
        <script src={page === "live" ? assets.live : assets.script} defer />
      </head>
      <body data-voice={locale}>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header class="top">
          <div class="bar">
            <span class="brand">
              <strong>{plainText(clinic.name)}</strong>
            </span>
            {page === "copy" && (
              <label class="choice hear" hidden>
                <input type="checkbox" id="hear" checked />
                {words.voice}
              </label>
            )}
          </div>
          {facts.hasLive && <Pages language={language} page={page} />}
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

type PageName = "copy" | "live";

function Pages({ language, page }: Pick<TalkPageFacts, "language"> & { readonly page: PageName }) {
  const { pages, copy, real } = liveWords[language];
  return (
    <nav class="tabs" aria-label={pages}>
      <a href="/" aria-current={page === "copy" ? "page" : undefined}>
        {copy}
      </a>
      <a href="/live" aria-current={page === "live" ? "page" : undefined}>
        {real}
      </a>
    </nav>
  );
}

export function Act({
  facts,
  to,
  className = "",
  children,
}: {
  readonly facts: Pick<TalkPageFacts, "token">;
  readonly to: string;
  readonly className?: string;
  readonly children: Child;
}) {
  return (
    <form method="post" action={to} class={className}>
      <input type="hidden" name="token" value={facts.token} />
      {children}
    </form>
  );
}

const BRAINS: readonly BrainName[] = ["offline", "model"];

function Start({ facts }: { readonly facts: TalkPageFacts }) {
  const { words, view, hasModel } = facts;
  const last = view?.brain ?? "offline";
  return (
    <Act facts={facts} to="/call" className="inline start">
      {hasModel && (
        <label>
          {words.brain}
          <select name="brain">
            {BRAINS.map((name) => (
              <option value={name} selected={name === last}>
                {words.brains[name]}
              </option>
            ))}
          </select>
        </label>
      )}
      <button class={view === undefined ? "" : "second"}>{view === undefined ? words.call : words.again}</button>
    </Act>
  );
}

function Composer({ facts, view }: { readonly facts: TalkPageFacts; readonly view: TalkView }) {
  const { words } = facts;
  const { status, undecided, problem, ended } = view.snapshot;
  const isOver = status === "ended" || status === "failed";
  return (
    <div class="composer">
      {view.stopped !== undefined && <Stuck words={words} why={view.stopped} />}
      {status === "failed" && <Stuck words={words} why={problem?.message ?? ""} />}
      {undecided !== undefined && (
        <div class="notice warn" role="alert">
          <p>{words.undecided}</p>
          {undecided.candidates.slice(0, 4).map(({ id, condition }) => (
            <Act facts={facts} to="/choose">
              <input type="hidden" name="way" value={id} />
              <button class="second">{condition.slice(0, 90)}</button>
            </Act>
          ))}
        </div>
      )}
      {(status === "waiting" || undecided !== undefined) && (
        <>
          <Act facts={facts} to="/say" className="say">
            <label class="unseen" for="words">
              {words.youSay}
            </label>
            <input
              id="words"
              name="words"
              autocomplete="off"
              autofocus
              maxlength={500}
              placeholder={words.youSay}
              required
            />
            <button>{words.say}</button>
            <button type="button" class="second" id="speak" data-listening={words.listening} hidden>
              {words.speak}
            </button>
          </Act>
          <div class="actions">
            <Act facts={facts} to="/silence">
              <button class="quiet">{words.silence}</button>
            </Act>
            <Act facts={facts} to="/hang-up">
              <button class="quiet">{words.hangUp}</button>
            </Act>
          </div>
        </>
      )}
      {isOver && <p class="hint">{words.over(ended?.reason ?? status)}</p>}
      <Act facts={facts} to="/save" className="save">
        <button class="second">{words.save}</button>
        <p class="hint">{words.saveLead}</p>
      </Act>
    </div>
  );
}

function Stuck({ words, why }: { readonly words: TalkWords; readonly why: string }) {
  return (
    <div class="notice warn" role="alert">
      {words.stuck} {why}
    </div>
  );
}
