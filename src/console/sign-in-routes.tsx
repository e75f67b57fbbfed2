import type { Hono } from "hono";
import { mailLinksTo } from "../domain/access/mail-link.ts";
import { enter } from "../domain/access/sign-in.ts";
import { isPageLanguage } from "./words/words.ts";
import { askedOf } from "./asked.ts";
import {
  type ConsoleContext,
  type ConsoleEnv,
  browserName,
  dropSession,
  keepLanguage,
  keepSession,
  languageOf,
  remoteAddress,
  signedIn,
} from "./gate.ts";
import type { AssetPaths } from "./pages/frame.tsx";
import { Enter, SignIn } from "./pages/sign-in.tsx";
import type { ConsolePorts } from "./ports.ts";
import { htmlResponse, redirect } from "./respond.tsx";
import type { Tries } from "./tries.ts";
import { words } from "./words/words.ts";

interface SignInParts {
  readonly ports: ConsolePorts;
  readonly assets: AssetPaths;
  readonly tries: Tries;
}

/** The routes for people who are not signed in. */
export function addSignIn(app: Hono<ConsoleEnv>, parts: SignInParts): void {
  const { ports, tries } = parts;
  app.get("/sign-in", (context) => signInPage(context, parts));
  app.post("/sign-in", async (context) => {
    const said = words[languageOf(context, undefined)].signIn;
    if (!tries.mayTry(remoteAddress(context))) return signInPage(context, parts, { says: said.tooMany, status: 429 });
    const email = (await askedOf(context)).field("email");
    if (/^[^@\s]{1,64}@[^@\s]{1,189}$/u.test(email.trim())) await mailLinksTo(email, ports);
    return signInPage(context, parts, { says: said.sent, status: 200 });
  });
  app.get("/enter/:secret", (context) => enterPage(context, parts));
  app.post("/enter", async (context) => {
    const said = words[languageOf(context, undefined)].signIn;
    const secret = (await askedOf(context)).field("secret");
    const entered = await enter({ secret, browser: browserName(context) }, ports);
    if (entered === undefined) {
      // Only wrong links count: behind a proxy all share one address, and a stranger must not lock the others out.
      const isTired = !tries.mayTry(remoteAddress(context));
      return signInPage(
        context,
        parts,
        isTired ? { says: said.tooMany, status: 429 } : { says: said.expired, status: 403 },
      );
    }
    const { id, role, holder } = entered.session;
    await ports.auditAs(`console ${role} ${holder}`).record({
      act: ports.newId(),
      action: "console:enter",
      subject: `session:${id}`,
      before: null,
      after: { role },
      reason: null,
    });
    keepSession(entered, context, ports);
    return context.redirect("/", 303);
  });
  app.post("/sign-out", async (context) => {
    const found = await signedIn(context, ports);
    if (found === undefined) return redirect("/sign-in");
    if ((await askedOf(context)).field("token") !== found.formToken) return redirect("/");
    await ports.access.revoke(found.session.id, ports.clock.now());
    dropSession(context, ports);
    return context.redirect("/sign-in", 303);
  });
  app.post("/language", async (context) => {
    const { field } = await askedOf(context);
    const wanted = field("to");
    if (isPageLanguage(wanted)) keepLanguage(wanted, context, ports);
    return context.redirect(ownPath(field("path")), 303);
  });
}

/** Only a path of this console, because a link to another host could lead people astray. */
function ownPath(text: string): string {
  return /^\/(?:[\w.~%-]+\/?)*$/u.test(text) ? text : "/";
}

function signInPage(
  context: ConsoleContext,
  { assets }: SignInParts,
  { says, status }: { readonly says?: string; readonly status: number } = { status: 200 },
): Promise<Response> {
  const language = languageOf(context, undefined);
  const title = words[language].signIn.title;
  return htmlResponse({ title, body: <SignIn words={words[language]} said={says} />, status, language, assets });
}

function enterPage(context: ConsoleContext, { assets }: SignInParts): Promise<Response> {
  const language = languageOf(context, undefined);
  const title = words[language].signIn.enter;
  const secret = (context.req.param("secret") ?? "").slice(0, 100);
  return htmlResponse({
    title,
    body: <Enter words={words[language]} secret={secret} />,
    status: 200,
    language,
    assets,
  });
}
