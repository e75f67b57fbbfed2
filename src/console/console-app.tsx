import { Hono } from "hono";
import { mayAct, mayReach } from "../domain/access/access.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { PageLanguage } from "./words/words.ts";
import { AscendiaError } from "../errors.ts";
import { askedOf } from "./asked.ts";
import { type ConsoleContext, type ConsoleEnv, OwnPlaces, type SignedIn, languageOf, signedIn } from "./gate.ts";
import type { LiveFeed } from "./live-feed.tsx";
import type { AssetPaths } from "./pages/frame.tsx";
import { Sorry } from "./pages/sign-in.tsx";
import type { ConsolePorts } from "./ports.ts";
import { eventStream, fileResponse, htmlResponse, redirect } from "./respond.tsx";
import { clinicRoutes, fleetRoutes } from "./routes.ts";
import { addSignIn } from "./sign-in-routes.tsx";
import { addSignUp } from "./sign-up-routes.tsx";
import { Tries } from "./tries.ts";
import type { Answer, Visit } from "./visit.ts";
import { words } from "./words/words.ts";

export interface ConsoleParts {
  readonly ports: ConsolePorts;
  readonly feed: LiveFeed;
  /** Every address at which the console is reached. */
  readonly urls: readonly string[];
}

/** The whole console, Request → Response. */
export function createConsole({ ports, feed, urls }: ConsoleParts): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  const assets = assetPaths(ports);
  const desk = { ports, feed, assets };
  addRules(app, new OwnPlaces(urls));
  addAssets(app, desk);
  addSignIn(app, { ports, assets, tries: new Tries(ports.clock) });
  addSignUp(app, { ports, assets, tries: new Tries(ports.clock) });
  for (const { method, path, answer } of fleetRoutes) {
    app.on(method, path, (context) =>
      attend(context, desk, async (visit, clinic) => {
        if (visit.session.clinicId === null) return answer(visit);
        if (path === "/" && clinic !== undefined) return { kind: "go", to: `/clinics/${clinic.slug}` };
        throw new AscendiaError("not_found", "not theirs");
      }),
    );
  }
  for (const { method, path, answer } of clinicRoutes) {
    app.on(method, `/clinics/:clinic${path}`, (context) =>
      attend(context, desk, async (visit, clinic) => {
        if (clinic === undefined) throw new AscendiaError("not_found", "no such clinic, or not theirs");
        return answer({ ...visit, clinic, stores: ports.store.scope(clinic.id), bookings: ports.bookings(clinic) });
      }),
    );
  }
  app.notFound((context) =>
    attend(context, desk, () => Promise.reject(new AscendiaError("not_found", "no such page"))),
  );
  app.onError((error, context) => explain(error, { context, desk, by: undefined }));
  return app;
}

/**
 * Nothing from another host, no inline script or style, no framing, no caching. `same-origin` keeps the sign-in secret
 * from other sites and lets forms send their origin.
 */
const RULES: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

function addRules(app: Hono<ConsoleEnv>, places: OwnPlaces): void {
  app.use(async (context, next) => {
    if (!places.isHost(context.req.header("host"))) {
      context.res = context.text("This console is not served under that name: set ASCENDIA_CONSOLE_URL.", 421);
    } else if (context.req.method === "POST" && !places.isOrigin(context.req.header("origin"))) {
      context.res = context.text("Forms are accepted from the console's own pages only.", 403);
    } else {
      await next();
    }
    for (const [name, value] of Object.entries(RULES)) context.res.headers.set(name, value);
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
  });
}

function assetPaths({ files, digest }: ConsolePorts): AssetPaths {
  const named = (text: string, name: string): string => `/assets/${digest(text).slice(0, 12)}/${name}`;
  return {
    style: named(files.style, "console.css"),
    script: named(files.script, "console.js"),
    week: named(files.week, "week.js"),
  };
}

function addAssets(app: Hono<ConsoleEnv>, { ports: { files }, assets }: Desk): void {
  const headers = { "cache-control": "public, max-age=31536000, immutable" };
  app.get(assets.style, (context) => context.body(files.style, 200, { ...headers, "content-type": "text/css" }));
  for (const name of ["script", "week"] as const) {
    app.get(assets[name], (context) =>
      context.body(files[name], 200, { ...headers, "content-type": "text/javascript; charset=utf-8" }),
    );
  }
}

interface Desk {
  readonly ports: ConsolePorts;
  readonly feed: LiveFeed;
  readonly assets: AssetPaths;
}

/** `clinic` is the one that the address names, if this person may reach it, or else the only one they may reach. */
type Attend = (visit: Visit, clinic: Clinic | undefined) => Promise<Answer>;

interface By {
  readonly signedIn: SignedIn;
  readonly path: string;
  readonly clinic: Clinic | undefined;
  readonly language: PageLanguage;
}

async function attend(context: ConsoleContext, desk: Desk, work: Attend): Promise<Response> {
  const { ports } = desk;
  const found = await signedIn(context, ports);
  if (found === undefined) return redirect("/sign-in");
  const { session, formToken } = found;
  const own = session.clinicId === null ? undefined : await ports.clinics.find(session.clinicId);
  const named = context.req.param("clinic");
  const clinic = named === undefined ? own : await reachable(named, found, ports);
  const language = languageOf(context, own);
  const by = { signedIn: found, path: context.req.path, clinic: clinic ?? own, language };
  try {
    const asked = await askedOf(context);
    if (context.req.method === "POST") assertMeant(asked.field("token"), found);
    const audit = ports.auditAs(`console ${session.role} ${session.holder}`);
    const visit: Visit = { ...asked, session, formToken, language, words: words[language], audit, ports };
    return await respond(await work(visit, clinic), { context, desk, by });
  } catch (error) {
    return explain(error, { context, desk, by });
  }
}

/** Another clinic's pages are answered as if they did not exist. */
async function reachable(named: string, { session }: SignedIn, { clinics }: ConsolePorts): Promise<Clinic | undefined> {
  const clinic = await clinics.find(named.slice(0, 100));
  return clinic !== undefined && mayReach(session, clinic.id) ? clinic : undefined;
}

/** @throws forbidden for a viewer; conflict for a form that is not of this session */
function assertMeant(token: string, { session, formToken }: SignedIn): void {
  if (!mayAct(session)) throw new AscendiaError("forbidden", "viewers may not change anything");
  if (token !== formToken) throw new AscendiaError("conflict", "a form of another session");
}

interface Place {
  readonly context: ConsoleContext;
  readonly desk: Desk;
  readonly by: By | undefined;
}

async function respond(answer: Answer, { context, desk, by }: Place): Promise<Response> {
  if (answer.kind === "go") return redirect(answer.to);
  if (answer.kind === "file") return fileResponse(answer);
  const language = by?.language ?? languageOf(context, undefined);
  if (answer.kind === "page") return htmlResponse({ status: 200, ...answer, language, assets: desk.assets, by });
  if (by === undefined) throw new AscendiaError("unauthorized", "events need a session");
  const { session } = by.signedIn;
  const { access, clock } = desk.ports;
  const isStillIn = async (): Promise<boolean> => {
    const now = await access.sessionWith(session.secretDigest);
    return now !== undefined && now.revokedAt === null && clock.now() < now.expiresAt;
  };
  const { clinicId, callId } = answer;
  return eventStream(desk.feed.open({ clinicId, callId, language, sessionId: session.id, isStillIn }));
}

/** Explains an error without revealing what the person may not see; a bug is logged. */
function explain(error: unknown, { context, desk, by }: Place): Promise<Response> {
  const language = by?.language ?? languageOf(context, undefined);
  const { problem, signIn } = words[language];
  const code = error instanceof AscendiaError ? error.code : undefined;
  const show = (title: string, says: string, status: number): Promise<Response> => {
    const body = <Sorry words={words[language]} title={title} says={says} />;
    return htmlResponse({ title, body, status, language, assets: desk.assets, by });
  };
  if (code === "not_found") return show(problem.missing, problem.missingLead, 404);
  if (code === "forbidden") return show(problem.notDone, problem.readOnly, 403);
  if (code === "conflict" || code === "invalid" || code === "usage") return show(problem.notDone, signIn.stale, 409);
  const stack = error instanceof Error ? error.stack : String(error);
  desk.ports.log.error({ path: context.req.routePath, stack }, "unexpected failure in the console");
  return show(problem.failed, problem.failedLead, code === "transient" ? 503 : 500);
}
