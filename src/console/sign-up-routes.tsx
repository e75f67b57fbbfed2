import type { Hono } from "hono";
import type { Child } from "hono/jsx";
import { type SignUpForm, checkSignUp, fieldOf, signUpFields } from "../domain/clinic/requests/sign-up.ts";
import { askedOf } from "./asked.ts";
import { type ConsoleContext, type ConsoleEnv, languageOf, remoteAddress } from "./gate.ts";
import type { AssetPaths } from "./pages/frame.tsx";
import { SignUpClosed, SignUpPage, SignUpSent } from "./pages/sign-up.tsx";
import type { ConsolePorts } from "./ports.ts";
import { htmlResponse, redirect } from "./respond.tsx";
import type { Tries } from "./tries.ts";
import { words } from "./words/words.ts";

interface SignUpParts {
  readonly ports: ConsolePorts;
  readonly assets: AssetPaths;
  readonly tries: Tries;
}

/** A new clinic fills in a form; an operator decides. */
export function addSignUp(app: Hono<ConsoleEnv>, parts: SignUpParts): void {
  const { ports, tries } = parts;
  app.get("/sign-up", async (context) => {
    if (!(await ports.signUps.isOpen())) return closed(context, parts);
    return form(context, parts, { typed: blankIn(languageOf(context, undefined)), wrong: [] });
  });
  app.post("/sign-up", async (context) => {
    if (!(await ports.signUps.isOpen())) return closed(context, parts);
    const said = words[languageOf(context, undefined)].signUp;
    const { field } = await askedOf(context);
    const typed = formOf(field);
    if (!tries.mayTry(remoteAddress(context))) {
      return form(context, parts, { typed, wrong: [], says: said.tooMany, status: 429 });
    }
    const now = ports.clock.now();
    const { value, problems } = checkSignUp(typed, now);
    if (value === null) {
      const wrong = new Set(problems.map(fieldOf));
      return form(context, parts, { typed, wrong: signUpFields.filter((each) => wrong.has(each)), status: 422 });
    }
    const id = ports.newId();
    const formJson = JSON.stringify(value);
    const waits = { state: "waiting", decidedAt: null, reason: null, clinicId: null } as const;
    if (!(await ports.signUps.add({ id, name: typed.name.trim(), formJson, receivedAt: now, ...waits }))) {
      return form(context, parts, { typed, wrong: [], says: said.full, status: 503 });
    }
    ports.log.info({ signUp: id }, "a clinic registered itself");
    return redirect("/sign-up/sent");
  });
  app.get("/sign-up/sent", (context) => {
    const said = words[languageOf(context, undefined)];
    return show(context, parts, { title: said.signUp.sent, body: <SignUpSent words={said} />, status: 200 });
  });
}

function formOf(field: (name: string) => string): SignUpForm {
  const typed = (name: keyof SignUpForm): string => field(name).replaceAll("\r\n", "\n");
  return {
    name: typed("name"),
    address: typed("address"),
    country: typed("country"),
    timezone: typed("timezone"),
    language: typed("language"),
    phone: typed("phone"),
    transfer_number: typed("transfer_number"),
    owner_email: typed("owner_email"),
    hours: typed("hours"),
    doctors: typed("doctors"),
    instructions: typed("instructions"),
  };
}

function blankIn(language: string): SignUpForm {
  return { ...formOf(() => ""), language };
}

interface ShownForm {
  readonly typed: SignUpForm;
  readonly wrong: Parameters<typeof SignUpPage>[0]["wrong"];
  readonly says?: string;
  readonly status?: number;
}

function form(context: ConsoleContext, parts: SignUpParts, { status = 200, ...shown }: ShownForm): Promise<Response> {
  const language = languageOf(context, undefined);
  const said = words[language];
  const body = <SignUpPage words={said} language={language} {...shown} />;
  return show(context, parts, { title: said.signUp.title, body, status });
}

function closed(context: ConsoleContext, parts: SignUpParts): Promise<Response> {
  const said = words[languageOf(context, undefined)];
  return show(context, parts, { title: said.signUp.closed, body: <SignUpClosed words={said} />, status: 404 });
}

function show(
  context: ConsoleContext,
  { assets }: SignUpParts,
  page: { readonly title: string; readonly body: Child; readonly status: number },
): Promise<Response> {
  return htmlResponse({ ...page, language: languageOf(context, undefined), assets, path: "/sign-up" });
}
