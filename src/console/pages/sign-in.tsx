import type { Words } from "../words/en.ts";

export function SignIn({ words, said }: { readonly words: Words; readonly said?: string | undefined }) {
  return (
    <section class="card narrow">
      <h1>{words.signIn.title}</h1>
      {said === undefined ? (
        <p class="lead">{words.signIn.lead}</p>
      ) : (
        <p class="notice" role="status">
          {said}
        </p>
      )}
      <form method="post" action="/sign-in" class="stack">
        <label>
          {words.signIn.email}
          <input type="email" name="email" required maxlength={254} autocomplete="email" />
        </label>
        <button>{words.signIn.send}</button>
      </form>
    </section>
  );
}

/** A mail program that looks at every link of a mail must not use it up: only the button does. */
export function Enter({ words, secret }: { readonly words: Words; readonly secret: string }) {
  return (
    <section class="card narrow">
      <h1>{words.signIn.enter}</h1>
      <p class="lead">{words.signIn.enterLead}</p>
      <form method="post" action="/enter">
        <input type="hidden" name="secret" value={secret} />
        <button>{words.signIn.enterNow}</button>
      </form>
    </section>
  );
}

export function Sorry({
  words,
  title,
  says,
}: {
  readonly words: Words;
  readonly title: string;
  readonly says: string;
}) {
  return (
    <section class="card narrow">
      <h1>{title}</h1>
      <p class="lead">{says}</p>
      <a href="/">{words.problem.home}</a>
    </section>
  );
}
