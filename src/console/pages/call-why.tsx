import { type CallTroubles, type Trouble, LONG_WAIT_MS, turningPoint } from "../../domain/call/review/call-troubles.ts";
import { bounded, short } from "../formats.ts";
import type { Visit } from "../visit.ts";
import { Facts } from "./parts.tsx";

const MOST_SAID = 500;
/** A call with more problems than this had the same one again and again. */
const MOST_TROUBLES = 40;

type Said = Pick<Visit, "words">;

/** What `call:why` says, for the people who run the assistant. */
export function WhySection({ visit, found }: { readonly visit: Said; readonly found: CallTroubles }) {
  const { why } = visit.words;
  const { troubles, lastNode, lastSaid } = found;
  const turned = turningPoint(troubles);
  return (
    <>
      <h2>{why.title}</h2>
      <Facts
        facts={[
          [why.turned, turned === undefined ? why.fine : said(why.at(turned.node, textOf(turned, visit)))],
          [why.lastNode, lastNode === null ? "" : said(lastNode)],
          [why.agentSaidLast, lastSaid.agent === null ? "" : said(lastSaid.agent)],
          [why.callerSaidLast, lastSaid.caller === null ? "" : said(lastSaid.caller)],
          [why.answers, waitsText(found, visit)],
        ]}
      />
      {troubles.length > 0 && (
        <details>
          <summary>
            {why.troubles} ({troubles.length})
          </summary>
          <ol class="plain">
            {troubles.slice(0, MOST_TROUBLES).map((trouble) => (
              <li>
                <strong>{said(trouble.node)}</strong>
                {visit.words.colon}
                {said(textOf(trouble, visit))}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function said(text: string) {
  const { text: shown, isCut } = bounded(text, MOST_SAID);
  return <bdi>{isCut ? `${shown}…` : shown}</bdi>;
}

function textOf({ kind, what, detail }: Trouble, { words }: Said): string {
  return words.why.kinds[kind](short(what), kind === "waited" ? seconds(Number(detail)) : short(detail));
}

function waitsText({ waitsMs }: CallTroubles, { words }: Said): string {
  if (waitsMs === null || waitsMs.length === 0) return "";
  const long = waitsMs.filter((ms) => ms >= LONG_WAIT_MS).length;
  return words.why.longWaits(long, waitsMs.length, seconds(Math.max(...waitsMs)));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
