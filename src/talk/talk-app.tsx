import { timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { Digest } from "../domain/canonical-json.ts";
import { agentLocale } from "../domain/call/line/caller-variables.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { AscendiaError } from "../errors.ts";
import type { Flow } from "../flow/flow.ts";
import type { BrainName, LiveCalls, TalkSession } from "./talk-session.ts";
import { LivePage } from "./live-page.tsx";
import type { TalkPageFacts } from "./page-facts.ts";
import { Document, TalkPage } from "./talk-page.tsx";
import { type PageLanguage, talkWords } from "./words.ts";

/** The texts of the style sheets and scripts. */
export interface TalkFiles {
  readonly console: string;
  readonly talk: string;
  readonly script: string;
  /** The script of the page of real calls, with Retell's library; empty where there are none. */
  readonly live: string;
}

export interface TalkAppParts {
  readonly desk: TalkSession;
  readonly clinic: Clinic;
  readonly flow: Flow;
  readonly hasModel: boolean;
  readonly live: LiveCalls | undefined;
  readonly files: TalkFiles;
  readonly digest: Digest;
  readonly newSecret: () => string;
  /** The link works once, in one browser. */
  readonly secret: string;
  /** The accepted host names. A request under any other was directed here by another site. */
  readonly hosts: ReadonlySet<string>;
}

/** Nothing from another host, no inline script or style, no framing. */
function contentRules(connections: readonly string[]): string {
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src ${["'self'", ...connections].join(" ")}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

/** Where Retell's client library joins a call: Retell's project at LiveKit, and that project in each region. */
const RETELL_AUDIO = ["retell-ai-4ihahnq7.livekit.cloud", "*.production.livekit.cloud"].flatMap((host) => [
  `https://${host}`,
  `wss://${host}`,
]);

/** The microphone is for the browser's recognition, and for real calls. */
const RULES: Readonly<Record<string, string>> = {
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(self), geolocation=()",
};

const COOKIE = "ascendia-talk";
const LIVE = "/live";
const MOST_BODY = 16_000;
const MOST_WORDS = 500;

/** The talk page, Request → Response. */
export function createTalk(parts: TalkAppParts): Hono {
  const app = new Hono();
  const room = new TalkRoom(parts);
  app.use(async (context, next) => {
    const refusal = await room.refusal(context);
    if (refusal === undefined) await next();
    else context.res = refusal;
    const isLive = parts.live !== undefined && context.req.path === LIVE;
    context.res.headers.set("content-security-policy", contentRules(isLive ? RETELL_AUDIO : []));
    for (const [name, value] of Object.entries(RULES)) context.res.headers.set(name, value);
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
  });
  room.addAssets(app);
  app.get("/enter/:secret", (context) => room.enter(context));
  app.get("/", (context) => room.show(context));
  const { desk } = parts;
  room.on(app, "/call", (field) => desk.begin(brainNamed(field("brain"))));
  room.on(app, "/say", async (field) => {
    const text = field("words").trim().slice(0, MOST_WORDS);
    if (text !== "") await desk.hear({ kind: "speech", text });
  });
  room.on(app, "/silence", () => desk.hear({ kind: "silence" }));
  room.on(app, "/hang-up", () => desk.hear({ kind: "hangup" }));
  room.on(app, "/choose", (field) => desk.choose(field("way")));
  room.on(app, "/save", async () => {
    room.saved = await desk.save();
  });
  if (parts.live !== undefined) addLive(app, room, parts.live);
  app.notFound((context) => context.redirect("/", 303));
  return app;
}

function addLive(app: Hono, room: TalkRoom, live: LiveCalls): void {
  app.get(LIVE, (context) => pageResponse(<LivePage {...room.facts(context)} {...live} />, 200));
  app.post(LIVE, async (context) => {
    if (!room.isMeant(await fieldOf(context))) return context.json({ problem: "This page is out of date." }, 409);
    try {
      return context.json(await live.create());
    } catch (error) {
      if (!(error instanceof AscendiaError)) throw error;
      return context.json({ problem: [error.message, error.hint ?? ""].join(" ").trim() }, 502);
    }
  });
}

function brainNamed(name: string): BrainName {
  return name === "model" ? "model" : "offline";
}

type Field = (name: string) => string;

class TalkRoom {
  readonly #parts: TalkAppParts;
  readonly #assets: TalkPageFacts["assets"];
  /** The digest of the link's secret, until the link is used. */
  #linkDigest: string | undefined;
  #cookieDigest = "";
  #token = "";
  #problem: string | undefined;
  saved: string | undefined;

  constructor(parts: TalkAppParts) {
    this.#parts = parts;
    const { files, digest, secret } = parts;
    this.#linkDigest = digest(secret);
    const named = (text: string, name: string): string => `/assets/${digest(text).slice(0, 12)}/${name}`;
    this.#assets = {
      styles: [named(files.console, "console.css"), named(files.talk, "talk.css")],
      script: named(files.script, "talk.js"),
      live: named(files.live, "live.js"),
    };
  }

  /**
   * The answer to a request under another host name, from another site's form, or without the cookie; undefined: none.
   */
  async refusal(context: Context): Promise<Response | undefined> {
    const { req } = context;
    const host = (req.header("host") ?? "").toLowerCase();
    const { hosts } = this.#parts;
    if (!hosts.has(host)) return context.text("This page is not served under that name.", 421);
    const origin = req.header("origin");
    if (req.method === "POST" && (origin === undefined || !hosts.has(origin.replace(/^http:\/\//u, "")))) {
      return context.text("Forms are accepted from this page only.", 403);
    }
    if (req.path.startsWith("/enter/") || req.path.startsWith("/assets/") || this.#isIn(context)) return undefined;
    return this.#sorry(context);
  }

  addAssets(app: Hono): void {
    const { files, live } = this.#parts;
    const { styles, script, live: liveScript } = this.#assets;
    const [consoleStyle = "", talkStyle = ""] = styles;
    const css = "text/css";
    const javascript = "text/javascript; charset=utf-8";
    const all = [
      [consoleStyle, files.console, css],
      [talkStyle, files.talk, css],
      [script, files.script, javascript],
      ...(live === undefined ? [] : [[liveScript, files.live, javascript] as const]),
    ] as const;
    for (const [path, text, type] of all) {
      const headers = { "cache-control": "public, max-age=31536000, immutable", "content-type": type };
      app.get(path, (context) => context.body(text, 200, headers));
    }
  }

  enter(context: Context): Response | Promise<Response> {
    const { digest, newSecret } = this.#parts;
    const given = digest(context.req.param("secret") ?? "");
    if (this.#linkDigest === undefined || !isEqual(given, this.#linkDigest)) {
      return this.#isIn(context) ? context.redirect("/", 303) : this.#sorry(context);
    }
    this.#linkDigest = undefined;
    const secret = newSecret();
    this.#cookieDigest = digest(secret);
    this.#token = newSecret();
    setCookie(context, COOKIE, secret, { path: "/", httpOnly: true, sameSite: "Strict" });
    return context.redirect("/", 303);
  }

  /** An action of the page; the next page shows whatever it says. */
  on(app: Hono, path: string, act: (field: Field) => Promise<void>): void {
    app.post(path, async (context) => {
      const field = await fieldOf(context);
      [this.#problem, this.saved] = [undefined, undefined];
      if (!this.isMeant(field)) return context.text("This form is out of date.", 409);
      try {
        await act(field);
      } catch (error) {
        if (!(error instanceof AscendiaError)) throw error;
        this.#problem = [error.message, ...(Array.isArray(error.detail) ? error.detail.map(String) : [])].join(" ");
      }
      return context.redirect("/", 303);
    });
  }

  /** Whether the form is one of this page. */
  isMeant(field: Field): boolean {
    const { digest } = this.#parts;
    return isEqual(digest(field("token")), digest(this.#token));
  }

  show(context: Context): Promise<Response> {
    const { desk, hasModel, flow } = this.#parts;
    const facts: TalkPageFacts = {
      ...this.facts(context),
      flow,
      view: desk.view,
      hasModel,
      problem: this.#problem,
      saved: this.saved,
    };
    return pageResponse(<TalkPage {...facts} />, 200);
  }

  /** The data that every page needs. */
  facts(context: Context) {
    const { clinic, live } = this.#parts;
    const language = languageOf(context);
    const locale = agentLocale(clinic);
    const known = { words: talkWords[language], language, clinic, locale, assets: this.#assets };
    return { ...known, token: this.#token, hasLive: live !== undefined };
  }

  #sorry(context: Context): Promise<Response> {
    const facts = { ...this.facts(context), hasLive: false };
    const { linkUsed, linkUsedLead } = facts.words;
    return pageResponse(
      <Document facts={facts}>
        <section class="card narrow">
          <h1>{linkUsed}</h1>
          <p>{linkUsedLead}</p>
        </section>
      </Document>,
      403,
    );
  }

  #isIn(context: Context): boolean {
    const secret = getCookie(context, COOKIE);
    return secret !== undefined && isEqual(this.#parts.digest(secret), this.#cookieDigest);
  }
}

/** Compares in constant time; digests of different lengths are not equal. */
function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function fieldOf({ req }: Context): Promise<Field> {
  const declared = Number(req.header("content-length") ?? MOST_BODY + 1);
  const isForm = req.header("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
  const fields = isForm && declared <= MOST_BODY ? new URLSearchParams(await req.text()) : new URLSearchParams();
  return (name) => fields.get(name) ?? "";
}

/** The person's language, from their browser; the assistant speaks the clinic's. */
function languageOf({ req }: Context): PageLanguage {
  const wanted = /\b(fr|en)\b/iu.exec(req.header("accept-language") ?? "")?.[1]?.toLowerCase();
  return wanted === "fr" ? "fr" : "en";
}

async function pageResponse(page: Child, status: number): Promise<Response> {
  const document = await html`<!doctype html> ${page}`;
  return new Response(document, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}
