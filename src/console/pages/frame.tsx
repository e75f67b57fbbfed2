import type { Child } from "hono/jsx";
import type { Session } from "../../domain/access/access.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { PageLanguage } from "../words/words.ts";
import type { Words } from "../words/en.ts";
import { short } from "../formats.ts";

/** The addresses of style and script change with their contents, so that a browser may keep them. */
export interface AssetPaths {
  readonly style: string;
  readonly script: string;
  readonly week: string;
}

export interface FrameFacts {
  readonly title: string;
  readonly words: Words;
  readonly language: PageLanguage;
  readonly assets: AssetPaths;
  readonly body: Child;
  /** undefined: nobody is signed in. */
  readonly signedIn?: {
    readonly session: Session;
    readonly formToken: string;
    readonly path: string;
    /** The clinic that the page is about. */
    readonly clinic: Pick<Clinic, "slug" | "name"> | undefined;
  };
  readonly live?: string | undefined;
  /** Appointments can be dragged. */
  readonly moves?: boolean | undefined;
  /** The path to which someone who is not signed in returns. */
  readonly path?: string;
}

/** A whole document. */
export function Frame({ title, words, language, assets, body, signedIn, live, moves, path = "/sign-in" }: FrameFacts) {
  const clinic = signedIn?.clinic;
  const name = clinic === undefined ? words.product : short(clinic.name);
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${name}`}</title>
        <link rel="stylesheet" href={assets.style} />
        <link rel="icon" href="data:," />
        {live !== undefined && <script src={assets.script} defer />}
        {moves === true && <script src={assets.week} defer />}
      </head>
      <body data-live={live}>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header class="top">
          <div class="bar">
            <Brand words={words} name={name} leadsBack={clinic !== undefined && signedIn?.session.clinicId === null} />
            <Account words={words} language={language} signedIn={signedIn} path={signedIn?.path ?? path} />
          </div>
          {signedIn !== undefined && <Tabs words={words} signedIn={signedIn} />}
        </header>
        <main id="content" tabindex={-1}>
          {body}
        </main>
      </body>
    </html>
  );
}

function Brand({
  words,
  name,
  leadsBack,
}: {
  readonly words: Words;
  readonly name: string;
  readonly leadsBack: boolean;
}) {
  return (
    <span class="brand">
      {leadsBack && (
        <>
          <a href="/">{words.nav.fleet}</a>
          <span aria-hidden="true">/</span>
        </>
      )}
      <strong>{name}</strong>
    </span>
  );
}

function Account({
  words,
  language,
  signedIn,
  path,
}: Pick<FrameFacts, "words" | "language"> & {
  readonly signedIn: FrameFacts["signedIn"] | undefined;
  readonly path: string;
}) {
  const other = language === "fr" ? "en" : "fr";
  return (
    <div class="account">
      <form method="post" action="/language">
        <input type="hidden" name="to" value={other} />
        <input type="hidden" name="path" value={path} />
        <button class="quiet" lang={other}>
          {words.language}
        </button>
      </form>
      {signedIn !== undefined && (
        <form method="post" action="/sign-out">
          <input type="hidden" name="token" value={signedIn.formToken} />
          <button class="quiet">{words.signOut}</button>
        </form>
      )}
    </div>
  );
}

type Place = readonly [href: string, name: string];

function Tabs({
  words,
  signedIn: { clinic, path },
}: {
  readonly words: Words;
  readonly signedIn: NonNullable<FrameFacts["signedIn"]>;
}) {
  const places = clinic === undefined ? fleetPlaces(words) : clinicPlaces(words, clinic.slug);
  const home = places[0]?.[0] ?? "/";
  const isHere = (href: string): boolean => path === href || (href !== home && path.startsWith(`${href}/`));
  return (
    <nav class="tabs" aria-label={words.nav.main}>
      {places.map(([href, name]) => (
        <a href={href} aria-current={isHere(href) ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function fleetPlaces({ nav }: Words): readonly Place[] {
  return [
    ["/", nav.fleet],
    ["/calls", nav.allCalls],
  ];
}

function clinicPlaces({ nav }: Words, slug: string): readonly Place[] {
  const of = (rest: string, name: string): Place => [`/clinics/${slug}${rest}`, name];
  return [
    of("", nav.today),
    of("/week", nav.week),
    of("/messages", nav.messages),
    of("/calls", nav.calls),
    of("/reminders", nav.reminders),
    of("/report", nav.report),
    of("/hours", nav.hours),
    of("/closures", nav.closures),
    of("/assistant", nav.assistant),
    of("/settings", nav.settings),
  ];
}
