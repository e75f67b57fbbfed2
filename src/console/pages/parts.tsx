import type { Child } from "hono/jsx";
import { short } from "../formats.ts";
import type { Visit } from "../visit.ts";

/** A form that changes something. Its token shows that it comes from a page of this session. */
export function ActForm({
  visit,
  action,
  className = "",
  children,
}: {
  readonly visit: Pick<Visit, "formToken">;
  readonly action: string;
  readonly className?: string;
  readonly children: Child;
}) {
  return (
    <form method="post" action={action} class={className}>
      <input type="hidden" name="token" value={visit.formToken} />
      {children}
    </form>
  );
}

export function Problem({ visit, says }: { readonly visit: Pick<Visit, "words">; readonly says: string }) {
  return (
    <div class="notice bad" role="alert">
      <strong>{visit.words.problem.notDone}.</strong> {says}
    </div>
  );
}

export function Success({ says }: { readonly says: string }) {
  return (
    <div class="notice good" role="status">
      {says}
    </div>
  );
}

export function Empty({ says }: { readonly says: string }) {
  return <p class="empty">{says}</p>;
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly href?: string;
}

export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ name, value, href }) => (
        <div>
          <dt>{name}</dt>
          <dd>{href === undefined ? value : <a href={href}>{value}</a>}</dd>
        </div>
      ))}
    </dl>
  );
}

export type Fact = readonly [name: string, value: Child];

/** Leaves out what is empty. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== "" && value !== null)
        .map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A person's name or words, isolated so that their text direction does not affect the page. */
export function Said({ text }: { readonly text: string }) {
  return <bdi>{short(text)}</bdi>;
}

export function Phone({ number, shown }: { readonly number: string; readonly shown: string }) {
  return (
    <a class="phone" href={`tel:${number}`}>
      {shown}
    </a>
  );
}

type Tone = "plain" | "good" | "warn" | "bad" | "live";

export function Tag({ tone, children }: { readonly tone: Tone; readonly children: Child }) {
  return <span class={`tag ${tone}`}>{children}</span>;
}

/** Tables become lists of labelled rows on a phone: each cell names its column. */
export function Cell({
  label,
  className = "",
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly children?: Child;
}) {
  return (
    <td data-label={label} class={className}>
      {children}
    </td>
  );
}
