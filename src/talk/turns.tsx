import type { TraceItem } from "../flow/trace.ts";
import type { TalkPageFacts } from "./page-facts.ts";
import type { TalkView } from "./talk-session.ts";
import type { TalkWords } from "./words.ts";

interface Line {
  readonly kind: "agent" | "caller" | "sms";
  readonly text: string;
  /** Its place in the trace, so that nothing is spoken aloud twice. */
  readonly place: number;
}

/** What was said and heard, in order. */
export function Turns({ facts, view }: { readonly facts: TalkPageFacts; readonly view: TalkView }) {
  const { words, locale } = facts;
  const { snapshot, freshFrom } = view;
  const lines = linesOf(snapshot.trace);
  return (
    <div class="log" role="log" aria-live="polite" data-call={snapshot.call.callId} tabindex={0}>
      <ol class="turns">
        {lines.map(({ kind, text, place }) => (
          <li
            class={`said ${kind === "caller" ? "" : "agent"} ${place >= freshFrom ? "fresh" : ""}`}
            data-place={kind === "agent" ? place : undefined}
          >
            <span class="speaker">{speaker(kind, words)}</span>
            <p class="words" dir="auto" lang={locale}>
              {text}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

function speaker(kind: Line["kind"], words: TalkWords): string {
  return kind === "agent" ? words.agent : kind === "sms" ? words.sms : words.caller;
}

function linesOf(trace: readonly TraceItem[]): readonly Line[] {
  const lines: Line[] = [];
  for (const [place, item] of trace.entries()) {
    if (!("role" in item)) continue;
    if (item.role === "agent") lines.push({ kind: "agent", text: item.content, place });
    if (item.role === "user") lines.push({ kind: "caller", text: item.content, place });
    if (item.role === "sms") lines.push({ kind: "sms", text: item.content, place });
    if (item.role === "dtmf") pressed(lines, item.digit, place);
  }
  return lines.filter(({ text }) => text.trim() !== "");
}

/** Keys pressed in sequence form one line. */
function pressed(lines: Line[], digit: string, place: number): void {
  const last = lines.at(-1);
  if (last?.kind === "caller" && last.place === place - 1 && /^[\d*#]+$/u.test(last.text)) {
    lines.splice(-1, 1, { ...last, text: last.text + digit, place });
  } else {
    lines.push({ kind: "caller", text: digit, place });
  }
}
