import { mayAct } from "../../domain/access/access.ts";
import { MOST_CHARACTERS, factsFor, phraseProblems, withNotice } from "../../domain/agent/template/phrases.ts";
import { heardAt, sayableFacts } from "../../domain/agent/conduct/judge-conduct.ts";
import { type CallerFacts, readCallerFacts } from "../../domain/call/line/caller-variables.ts";
import { type Language, isLanguage, languageFacts, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { placeholderNames } from "../../flow/placeholders.ts";
import { bounded, short } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page, refused } from "../visit.ts";
import { ActForm, Cell, Facts, Problem, Success } from "./parts.tsx";

/** One sentence of a clinic, in one language. */
interface Sentence {
  readonly key: string;
  readonly language: Language;
  /** What the clinic says instead of the built-in sentence. */
  readonly own: string | undefined;
  readonly builtIn: string | undefined;
}

/** The rules of `clinic:phrases set` and `reset`. */
export async function phrasePage(visit: ClinicVisit, problem?: string): Promise<Answer> {
  const { words, field } = visit;
  const said = words.phrase;
  const sentence = await sentenceOf(visit);
  const { own, builtIn, language } = sentence;
  const spoken = own ?? builtIn ?? "";
  const facts = await factsOf(visit, language);
  const heard = (text: string) => bounded(heardAt(text, facts, visit.ports.clock.now()), MOST_HEARD).text;
  const body = (
    <>
      <p class="crumb">
        <a href={clinicPath(visit, "/settings")}>{words.settings.title}</a>
      </p>
      <h1>{said.title}</h1>
      {problem !== undefined && <Problem visit={visit} says={problem} />}
      <Outcome visit={visit} />
      <LanguageLinks visit={visit} sentence={sentence} />
      <Facts
        facts={[
          [said.heard, <bdi lang={language}>{heard(spoken)}</bdi>],
          [said.builtIn, own === undefined || builtIn === undefined ? "" : <bdi lang={language}>{heard(builtIn)}</bdi>],
        ]}
      />
      {mayAct(visit.session) && (
        <WordingForm visit={visit} sentence={sentence} typed={problem === undefined ? spoken : field("text")} />
      )}
      <Sayable visit={visit} sentence={sentence} facts={facts} />
    </>
  );
  return problem === undefined ? page(said.title, body) : refused(said.title, body, 422);
}

function Outcome({ visit: { query, words } }: { readonly visit: ClinicVisit }) {
  if (query("saved") === "yes") return <Success says={words.phrase.saved} />;
  return query("saved") === "reset" ? <Success says={words.phrase.wasReset} /> : null;
}

const MOST_HEARD = 1000;
/** The beginning of a list of doctors or of a week's hours is enough. */
const MOST_VALUE = 120;

/** @throws not_found */
async function sentenceOf({ parameter, query, field, clinic, stores, ports }: ClinicVisit): Promise<Sentence> {
  const key = parameter("phrase");
  const asked = field("language") === "" ? query("language") : field("language");
  const language = isLanguage(asked) ? asked : clinic.language;
  const own = (await stores.phrases.list()).filter((phrase) => phrase.key === key);
  const isKnown = languages.some((each) => Object.hasOwn(ports.phrases[each], key));
  if (!isKnown && own.length === 0) throw new AscendiaError("not_found", "there is no such phrase");
  const builtIn: Readonly<Record<string, string>> = ports.phrases[language];
  return {
    key,
    language,
    own: own.find((phrase) => phrase.language === language)?.text,
    builtIn: Object.hasOwn(builtIn, key) ? builtIn[key] : undefined,
  };
}

function factsOf({ clinic, ports }: ClinicVisit, language: Language): Promise<CallerFacts> {
  return readCallerFacts({ ...clinic, language }, ports.store, ports.clock.now());
}

function placeOf(visit: ClinicVisit, { key, language }: Sentence, more = ""): string {
  const chosen = language === visit.clinic.language ? "" : `language=${language}`;
  const asked = [chosen, more].filter((part) => part !== "").join("&");
  return clinicPath(visit, `/phrases/${encodeURIComponent(key)}${asked === "" ? "" : `?${asked}`}`);
}

interface Shown {
  readonly visit: ClinicVisit;
  readonly sentence: Sentence;
}

function LanguageLinks({ visit, sentence }: Shown) {
  return (
    <nav class="steps" aria-label={visit.words.phrase.languages}>
      {languages.map((language) => (
        <a
          href={placeOf(visit, { ...sentence, language })}
          lang={language}
          aria-current={language === sentence.language ? "page" : undefined}
        >
          {capitalised(languageFacts(language).ownName)}
        </a>
      ))}
    </nav>
  );
}

function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function WordingForm({ visit, sentence, typed }: Shown & { readonly typed: string }) {
  const { key, language, own } = sentence;
  const said = visit.words.phrase;
  const place = clinicPath(visit, `/phrases/${encodeURIComponent(key)}`);
  return (
    <>
      <ActForm visit={visit} action={place} className="stack">
        <input type="hidden" name="language" value={language} />
        <label>
          {said.text}
          <textarea
            name="text"
            rows={5}
            maxlength={MOST_CHARACTERS}
            lang={language}
            aria-describedby="text-hint"
            required
          >
            {typed}
          </textarea>
        </label>
        <p class="hint" id="text-hint">
          {said.hint}
        </p>
        <button>{said.save}</button>
      </ActForm>
      {own !== undefined && (
        <ActForm visit={visit} action={`${place}/reset`} className="stack">
          <input type="hidden" name="language" value={language} />
          <button class="quiet">{said.reset}</button>
        </ActForm>
      )}
    </>
  );
}

/** The variables that have a value at this clinic; the others would leave a gap. */
function Sayable({ visit, sentence: { key, language }, facts }: Shown & { readonly facts: CallerFacts }) {
  const { facts: title, factColumns } = visit.words.phrase;
  const values = sayableFacts(facts, visit.ports.clock.now());
  const named = [...factsFor(key)].filter((name) => (values[name] ?? "") !== "" && !INTERNAL.test(name));
  return (
    <details>
      <summary>{title}</summary>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{factColumns.name}</th>
            <th scope="col">{factColumns.value}</th>
          </tr>
        </thead>
        <tbody>
          {named.map((name) => (
            <tr>
              <Cell label={factColumns.name} className="main">
                <code>{`{{${name}}}`}</code>
              </Cell>
              <Cell label={factColumns.value}>
                <bdi lang={language}>{bounded(values[name] ?? "", MOST_VALUE).text}</bdi>
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Variables for functions and branches of the flow, never for callers. */
const INTERNAL = /^(?:has_|asks_|is_|second_variables$|language$|timezone$)|_(?:id|ids|slug|map|enabled)$|^today$/u;

export async function savePhrase(visit: ClinicVisit): Promise<Answer> {
  const sentence = await sentenceOf(visit);
  const { key, language, own } = sentence;
  const text = withNotice(key, visit.field("text").trim().replaceAll(/\s+/gu, " "));
  const problem = unsayable(visit, key, text) ?? (await forbidden(visit, { key, language, text }));
  if (problem !== undefined) return phrasePage(visit, problem);
  const { phrases } = visit.stores;
  await changeAndRecord(() => phrases.save({ language, key, text }), describe(sentence, own ?? null, text), visit);
  return go(placeOf(visit, sentence, "saved=yes"));
}

export async function resetPhrase(visit: ClinicVisit): Promise<Answer> {
  const sentence = await sentenceOf(visit);
  const { key, language, own } = sentence;
  const { phrases } = visit.stores;
  await changeAndRecord(() => phrases.remove({ language, key }), describe(sentence, own ?? null, null), visit);
  // A sentence without a built-in text no longer exists.
  return go(sentence.builtIn === undefined ? clinicPath(visit, "/settings") : placeOf(visit, sentence, "saved=reset"));
}

/** As `clinic:phrases` records it. */
function describe({ key, language }: Sentence, from: string | null, to: string | null) {
  const name = `${language}.${key}`;
  return () => ({ action: "clinic:phrases", before: { [name]: from }, after: { [name]: to } });
}

function unsayable({ words, field }: ClinicVisit, key: string, text: string): string | undefined {
  const said = words.phrase;
  if (field("text").trim() === "") return said.empty;
  const foreign = placeholderNames(text).find((name) => !factsFor(key).has(name));
  if (foreign !== undefined) return said.unknownFact(short(foreign));
  if (text.length > MOST_CHARACTERS) return said.tooLong(MOST_CHARACTERS);
  return phraseProblems(key, text)[0];
}

interface Worded {
  readonly key: string;
  readonly language: Language;
  readonly text: string;
}

async function forbidden({ words, ports, session }: ClinicVisit, phrase: Worded): Promise<string | undefined> {
  const said = words.phrase;
  const findings = await ports.judgeWording(phrase);
  if (findings.length === 0) return undefined;
  const why = [...new Set(findings.map((finding) => said.why(finding)))];
  const ids = findings.map(({ change }) => change.id).join(",");
  return [said.broken, ...why, ...(session.clinicId === null ? [said.accept(ids)] : [])].join(" ");
}
