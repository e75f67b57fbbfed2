import { type SignUpField, type SignUpForm, signUpFields } from "../../domain/clinic/requests/sign-up.ts";
import { knownCountries } from "../../domain/clinic/telephone/telephone.ts";
import { languageFacts, languages } from "../../domain/language/language.ts";
import type { Words } from "../words/en.ts";
import type { PageLanguage } from "../words/words.ts";

interface FormFacts {
  readonly words: Words;
  readonly language: PageLanguage;
  readonly typed: SignUpForm;
  /** The fields that are wrong. */
  readonly wrong: readonly SignUpField[];
  readonly says?: string | undefined;
}

const OPTIONAL: ReadonlySet<SignUpField> = new Set(["timezone", "phone", "transfer_number", "instructions"]);
const MOST_TYPED = 4000;

export function SignUpPage(facts: FormFacts) {
  const { words, wrong, says } = facts;
  const said = words.signUp;
  return (
    <section class="card">
      <h1>{said.title}</h1>
      <p class="lead">{said.lead}</p>
      {says !== undefined && (
        <p class="notice bad" role="alert">
          {says}
        </p>
      )}
      {wrong.length > 0 && (
        <div class="notice bad" role="alert">
          <strong>{said.check}</strong>
          <ul class="plain">
            {wrong.map((field) => (
              <li>
                <a href={`#${field}`}>{said.problems[field]}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <form method="post" action="/sign-up" class="stack">
        {signUpFields.map((field) => (
          <label>
            <span>
              {said.fields[field]}
              {OPTIONAL.has(field) && <span class="hint"> ({said.optional})</span>}
            </span>
            <Input field={field} facts={facts} />
          </label>
        ))}
        <button>{said.send}</button>
      </form>
    </section>
  );
}

function Input({ field, facts }: { readonly field: SignUpField; readonly facts: FormFacts }) {
  const { words, language, typed, wrong } = facts;
  const common = {
    id: field,
    name: field,
    required: !OPTIONAL.has(field),
    "aria-invalid": wrong.includes(field) ? ("true" as const) : undefined,
  };
  const value = typed[field];
  if (field === "country") return <Choice common={common} facts={facts} value={value} choices={countries(language)} />;
  if (field === "language") {
    const choices = languages.map((code) => [code, languageFacts(code).ownName] as const);
    return <Choice common={common} facts={facts} value={value} choices={choices} />;
  }
  const examples: Partial<Record<SignUpField, string>> = words.signUp.examples;
  const text = { ...common, maxlength: MOST_TYPED, placeholder: examples[field] };
  if (field === "doctors" || field === "instructions") {
    return (
      <textarea {...text} rows={4}>
        {value}
      </textarea>
    );
  }
  return (
    <input {...text} type={typeOf(field)} autocomplete={field === "owner_email" ? "email" : "off"} value={value} />
  );
}

function typeOf(field: SignUpField): string {
  if (field === "owner_email") return "email";
  return field === "phone" || field === "transfer_number" ? "tel" : "text";
}

interface ChoiceFacts {
  readonly common: { readonly id: string; readonly name: string; readonly required: boolean };
  readonly facts: FormFacts;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, name: string])[];
}

function Choice({ common, facts, value, choices }: ChoiceFacts) {
  return (
    <select {...common}>
      <option value="">{facts.words.signUp.choose}</option>
      {choices.map(([each, name]) => (
        <option value={each} selected={each === value}>
          {name}
        </option>
      ))}
    </select>
  );
}

function countries(language: PageLanguage): readonly (readonly [string, string])[] {
  const names = new Intl.DisplayNames([language], { type: "region" });
  const inOrder = new Intl.Collator(language);
  return knownCountries()
    .map((code) => [code, names.of(code) ?? code] as const)
    .toSorted(([, left], [, right]) => inOrder.compare(left, right));
}

export function SignUpSent({ words }: { readonly words: Words }) {
  return (
    <section class="card narrow">
      <h1>{words.signUp.sent}</h1>
      <p class="lead" role="status">
        {words.signUp.sentLead}
      </p>
    </section>
  );
}

export function SignUpClosed({ words }: { readonly words: Words }) {
  return (
    <section class="card narrow">
      <h1>{words.signUp.closed}</h1>
      <p class="lead">{words.signUp.closedLead}</p>
    </section>
  );
}
