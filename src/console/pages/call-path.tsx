import { raw } from "hono/html";
import type { Call } from "../../domain/call/call.ts";
import { nodesPassed } from "../../domain/call/review/call-timeline.ts";
import { AscendiaError } from "../../errors.ts";
import { type PathStep, litPicture, partsPassed, pathThrough } from "../../flow/graph/call-path.ts";
import type { DrawnNode, DrawnPart } from "../../flow/graph/flow-graph.ts";
import type { FlowDrawing } from "../ports.ts";
import { type ClinicVisit, clinicPath } from "../visit.ts";
import { Empty, Said } from "./parts.tsx";

/** The drawing shows the whole path; a longer list of steps helps nobody. */
const MOST_STEPS = 300;

/** A call's path through its version's flow, and the drawing of the requested topic. */
export type CallPath =
  | { readonly kind: "none" | "unknownVersion" | "unavailable" }
  | {
      readonly kind: "path";
      readonly graph: FlowDrawing["graph"];
      readonly steps: readonly PathStep[];
      readonly drawn: { readonly part: DrawnPart; readonly svg: string } | undefined;
    };

/** Draws nothing until a topic is requested. */
export async function readPath(call: Call, visit: ClinicVisit): Promise<CallPath> {
  const { ports, clinic } = visit;
  const passed = nodesPassed(call.transcriptJson);
  if (passed.length === 0) return { kind: "none" };
  const { agentId, agentVersion: version } = call;
  if (agentId === null || version === null) return { kind: "unknownVersion" };
  try {
    const account = clinic.retell?.account ?? null;
    const drawing = await ports.drawingOf({ agent: { agentId, version }, account, language: clinic.language });
    const { graph } = drawing;
    const steps = pathThrough(graph, passed.slice(0, MOST_STEPS));
    const part = graph.parts.find(({ name }) => name === visit.query("topic"));
    if (part === undefined) return { kind: "path", graph, steps, drawn: undefined };
    const label = visit.words.path.picture(part.title);
    const linkTo = (to: DrawnPart, node: DrawnNode): string => addressOf({ part: to, node }, call, visit);
    const svg = litPicture(await drawing.picture(part), { graph, part, path: steps }, { label, linkTo });
    return { kind: "path", graph, steps, drawn: { part, svg } };
  } catch (error) {
    // The page still shows the rest of the call; the picture needs Retell if the version is not recorded.
    if (!(error instanceof AscendiaError)) throw error;
    ports.log.warn({ call: call.callId, code: error.code }, "the flow of a call cannot be drawn");
    return { kind: "unavailable" };
  }
}

/** An address that scrolls the picture to the node without a script. */
function addressOf({ part, node }: NonNullable<PathStep["place"]>, call: Call, visit: ClinicVisit): string {
  const page = clinicPath(visit, `/calls/${encodeURIComponent(call.callId)}`);
  return `${page}?topic=${encodeURIComponent(part.name)}#${node.key}`;
}

interface Shown {
  readonly visit: ClinicVisit;
  readonly call: Call;
  readonly path: CallPath;
}

export function PathSection({ visit, call, path }: Shown) {
  const said = visit.words.path;
  return (
    <>
      <h2 id="path">{said.title}</h2>
      {path.kind === "path" ? <PathShown visit={visit} call={call} path={path} /> : <Empty says={said[path.kind]} />}
    </>
  );
}

function PathShown({ visit, call, path }: Shown & { readonly path: Extract<CallPath, { kind: "path" }> }) {
  const said = visit.words.path;
  const { steps, drawn } = path;
  return (
    <>
      <p class="hint">{said.lead}</p>
      <nav class="steps" aria-label={said.title}>
        {partsPassed(steps).map((part) => {
          const own = steps.flatMap(({ place }) => (place?.part === part ? [place] : []));
          const [first] = own;
          return first === undefined ? null : (
            <a href={addressOf(first, call, visit)} aria-current={part === drawn?.part ? "true" : undefined}>
              {part.title} · {said.passes(own.length)}
            </a>
          );
        })}
      </nav>
      {drawn !== undefined && (
        <div class="drawing" role="region" tabindex={0} aria-label={said.picture(drawn.part.title)}>
          {raw(drawn.svg)}
        </div>
      )}
      <details class="path">
        <summary>
          {said.steps} ({steps.length})
        </summary>
        <ol class="plain">
          {steps.map(({ name, place }) => (
            <li>
              {place === undefined ? (
                <>
                  <Said text={name} /> <span class="hint">{said.other}</span>
                </>
              ) : (
                <>
                  <a href={addressOf(place, call, visit)}>
                    <Said text={name} />
                  </a>{" "}
                  <span class="hint">{place.part.title}</span>
                </>
              )}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
