import { mapFlow } from "../flow/rule.ts";
import type { Flow } from "../flow/flow.ts";
import type { FlowSnapshot } from "../flow/session/state.ts";
import type { TalkPageFacts } from "./page-facts.ts";
import type { TalkView } from "./talk-session.ts";

const MOST_TEXT = 4_000;

/** What the assistant does: where it is in the flow, which tools it called, what it noted. */
export function CallState({ facts, view }: { readonly facts: TalkPageFacts; readonly view: TalkView }) {
  const { words } = facts;
  const { snapshot } = view;
  const { fresh, path } = wayOf(view, facts.flow);
  const isOver = snapshot.status === "ended" || snapshot.status === "failed";
  return (
    <aside class="inside" aria-label={words.here}>
      <section class="card">
        <h2>{words.here}</h2>
        <p class="here">
          <strong>{path.at(-1) ?? ""}</strong> <span class="tag plain">{isOver ? words.ended : words.waiting}</span>
        </p>
        <h3>{words.way}</h3>
        <div class="scrolled" tabindex={0}>
          <ol class="way">
            {path.map((name, index) => (
              <li class={`${index >= path.length - fresh ? "lit" : ""} ${index === path.length - 1 ? "now" : ""}`}>
                {name}
              </li>
            ))}
          </ol>
        </div>
      </section>
      <section class="card">
        <h2>{words.tools}</h2>
        <Tools facts={facts} view={view} />
      </section>
      <section class="card">
        <h2>{words.variables}</h2>
        <Variables facts={facts} view={view} />
      </section>
    </aside>
  );
}

/** Names of the visited nodes, and how many of them the last turn added. */
function wayOf({ snapshot, freshFrom }: TalkView, flow: Flow) {
  const names = new Map(
    mapFlow(flow).flatMap(({ prefix, graph }) =>
      graph.nodes.map((node) => [`${prefix}${node.id}`, node.name ?? node.id] as const),
    ),
  );
  const path = snapshot.visitedNodes.map((key) => names.get(key) ?? key);
  const moves = snapshot.trace.slice(freshFrom).filter((item) => "role" in item && item.role === "node_transition");
  return { path, fresh: freshFrom === 0 ? path.length : moves.length };
}

interface ToolCall {
  readonly name: string;
  readonly sent: string;
  readonly place: number;
  readonly answer: { readonly text: string; readonly successful: boolean } | undefined;
}

function toolsOf({ trace }: FlowSnapshot): readonly ToolCall[] {
  const results = new Map(
    trace.flatMap((item) =>
      "role" in item && item.role === "tool_call_result"
        ? [[item.tool_call_id, { text: item.content, successful: item.successful }] as const]
        : [],
    ),
  );
  return trace.flatMap((item, place) =>
    "role" in item && item.role === "tool_call_invocation"
      ? [{ name: item.name, sent: item.arguments, place, answer: results.get(item.tool_call_id) }]
      : [],
  );
}

function Tools({ facts: { words }, view }: { readonly facts: TalkPageFacts; readonly view: TalkView }) {
  const tools = toolsOf(view.snapshot);
  if (tools.length === 0) return <p class="hint">{words.noTools}</p>;
  return (
    <ol class="tools">
      {tools.map(({ name, sent, place, answer }, index) => (
        <li class={place >= view.freshFrom ? "fresh" : ""}>
          <details open={place >= view.freshFrom}>
            <summary>
              <code>{name}</code>{" "}
              {view.toolMs[index] !== undefined && <span class="hint">{Math.round(view.toolMs[index] ?? 0)} ms</span>}{" "}
              {answer?.successful === false && <span class="tag bad">{words.failed}</span>}
            </summary>
            <h3>{words.sent}</h3>
            <pre tabindex={0}>{indented(sent)}</pre>
            {answer !== undefined && (
              <>
                <h3>{words.answered}</h3>
                <pre tabindex={0}>{indented(answer.text)}</pre>
              </>
            )}
          </details>
        </li>
      ))}
    </ol>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, MOST_TEXT);
  } catch {
    return text.slice(0, MOST_TEXT);
  }
}

function Variables({ facts: { words }, view }: { readonly facts: TalkPageFacts; readonly view: TalkView }) {
  const noted = Object.entries(view.snapshot.collected).filter(([, value]) => value !== "");
  if (noted.length === 0) return <p class="hint">{words.noVariables}</p>;
  return (
    <div class="scrolled tall" tabindex={0}>
      <dl class="noted">
        {noted.toReversed().map(([name, value]) => (
          <div class={view.changed.has(name) ? "fresh" : ""}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd dir="auto">{shortened(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Lists and objects are for the flow rather than for reading, so they are cut shorter. */
function shortened(value: string): string {
  const most = /^[[{]/u.test(value) ? 60 : 200;
  return value.length > most ? `${value.slice(0, most)}…` : value;
}
