import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { HttpBindings } from "@hono/node-server";
import type { Session } from "../domain/access/access.ts";
import { type Entered, sessionOf } from "../domain/access/sign-in.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { type PageLanguage, isPageLanguage } from "./words/words.ts";
import type { ConsolePorts } from "./ports.ts";

export type ConsoleEnv = { Bindings: Partial<HttpBindings> };
export type ConsoleContext = Context<ConsoleEnv>;

const LANGUAGE_COOKIE = "language";
const YEAR_S = 365 * 24 * 3600;

export interface SignedIn {
  readonly session: Session;
  readonly formToken: string;
}

/** Plain http is for this machine only; elsewhere the browser sends cookies only over https and only to this host. */
function isSecure({ url }: ConsolePorts): boolean {
  return url.startsWith("https:");
}

function cookieName(ports: ConsolePorts): string {
  return isSecure(ports) ? "__Host-ascendia" : "ascendia";
}

function browserOf(context: ConsoleContext): string {
  return (context.req.header("user-agent") ?? "").slice(0, 500);
}

export async function signedIn(context: ConsoleContext, ports: ConsolePorts): Promise<SignedIn | undefined> {
  const secret = getCookie(context, cookieName(ports));
  if (secret === undefined || !/^[\w-]{20,100}$/u.test(secret)) return undefined;
  const session = await sessionOf({ secret, browser: browserOf(context) }, ports);
  return session === undefined ? undefined : { session, formToken: formToken(secret, ports) };
}

/** Derived from the cookie's secret, which no other page can read. */
function formToken(secret: string, { digest }: ConsolePorts): string {
  return digest(`form ${secret}`);
}

export function keepSession({ session, secret }: Entered, context: ConsoleContext, ports: ConsolePorts): void {
  const maxAge = Math.floor((session.expiresAt - ports.clock.now()) / 1000);
  setCookie(context, cookieName(ports), secret, { ...cookieRules(ports), maxAge });
}

export function dropSession(context: ConsoleContext, ports: ConsolePorts): void {
  setCookie(context, cookieName(ports), "", { ...cookieRules(ports), maxAge: 0 });
}

/** Lax: a link in a mail leads a person who is signed in to the page; posts from other sites carry no cookie. */
function cookieRules(ports: ConsolePorts) {
  return { path: "/", httpOnly: true, sameSite: "Lax", secure: isSecure(ports) } as const;
}

export function browserName(context: ConsoleContext): string {
  return browserOf(context);
}

/** The language chosen here, or else the clinic's, or else the browser's. */
export function languageOf(context: ConsoleContext, clinic: Pick<Clinic, "language"> | undefined): PageLanguage {
  const chosen = getCookie(context, LANGUAGE_COOKIE);
  if (isPageLanguage(chosen)) return chosen;
  if (isPageLanguage(clinic?.language)) return clinic.language;
  const wanted = /\b(fr|en)\b/iu.exec(context.req.header("accept-language") ?? "")?.[1]?.toLowerCase();
  return isPageLanguage(wanted) ? wanted : "en";
}

export function keepLanguage(language: PageLanguage, context: ConsoleContext, ports: ConsolePorts): void {
  setCookie(context, LANGUAGE_COOKIE, language, { ...cookieRules(ports), maxAge: YEAR_S });
}

/**
 * The addresses at which this console is reached. A request under another host name was directed here by a stranger.
 */
export class OwnPlaces {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  constructor(urls: readonly string[]) {
    const parsed = urls.map((url) => new URL(url));
    this.#hosts = new Set(parsed.map(({ host }) => host));
    this.#origins = new Set(parsed.map(({ origin }) => origin));
  }

  isHost(host: string | undefined): boolean {
    return host !== undefined && this.#hosts.has(host.toLowerCase());
  }

  /** Browsers name the page that a post comes from; a post without it does not come from a browser. */
  isOrigin(origin: string | undefined): boolean {
    return origin !== undefined && this.#origins.has(origin.toLowerCase());
  }
}

export function remoteAddress(context: ConsoleContext): string {
  return context.env?.incoming?.socket.remoteAddress ?? "unknown";
}
