import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { PageLanguage } from "./words/words.ts";
import type { SignedIn } from "./gate.ts";
import { type AssetPaths, Frame } from "./pages/frame.tsx";
import { words } from "./words/words.ts";

export interface Shown {
  readonly title: string;
  readonly body: Child;
  readonly status: number;
  readonly language: PageLanguage;
  readonly assets: AssetPaths;
  readonly live?: string | undefined;
  readonly moves?: boolean | undefined;
  /** The path of a page for people who are not signed in; without it, the sign-in page. */
  readonly path?: string;
  /** Who is viewing, at which path. */
  readonly by?: { readonly signedIn: SignedIn; readonly path: string; readonly clinic: Clinic | undefined } | undefined;
}

/** A whole page. */
export async function htmlResponse({ status, language, by, ...shown }: Shown): Promise<Response> {
  const signedIn = by === undefined ? {} : { signedIn: { ...by.signedIn, path: by.path, clinic: by.clinic } };
  const document = await html`<!doctype html>
    ${<Frame {...shown} {...signedIn} words={words[language]} language={language} />}`;
  return new Response(document, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}

export function redirect(to: string): Response {
  return new Response(null, { status: 303, headers: { location: to } });
}

/** @param name made by us: letters, digits, dashes and dots */
export function fileResponse({ name, type, text }: { name: string; type: string; text: string }): Response {
  const headers = { "content-type": type, "content-disposition": `attachment; filename="${name}"` };
  return new Response(text, { headers });
}

export function eventStream(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}
