import { mayAct } from "../../domain/access/access.ts";
import type { Call } from "../../domain/call/call.ts";
import type { ReportedTimes, SpokenSpan } from "../../domain/call/review/call-timeline.ts";
import { duration, short } from "../formats.ts";
import { type ClinicVisit, type Visit, clinicPath } from "../visit.ts";
import { ActForm } from "./parts.tsx";

const LANES: readonly SpokenSpan["lane"][] = ["caller", "agent", "tool"];
/** Keeps the bar of a single word visible. */
const LEAST_WIDTH = 2;
const WIDTH = 1000;

interface Shown {
  readonly visit: Pick<Visit, "words">;
  readonly times: ReportedTimes;
}

/** Who spoke when, and what the caller waited for. Empty if Retell sent no times. */
export function TimesSection({ visit, times }: Shown) {
  const said = visit.words.record;
  if (times.spans.length === 0) return <></>;
  return (
    <>
      <h2>{said.times}</h2>
      <div class="bars">
        {LANES.filter((lane) => times.spans.some((span) => span.lane === lane)).map((lane) => (
          <Lane visit={visit} times={times} lane={lane} />
        ))}
        <span class="hint number axis">
          <span>{duration(0)}</span>
          <span>{duration(times.lengthMs / 2)}</span>
          <span>{duration(times.lengthMs)}</span>
        </span>
      </div>
    </>
  );
}

function Lane({ visit, times, lane }: Shown & { readonly lane: SpokenSpan["lane"] }) {
  const said = visit.words.record;
  const own = times.spans.filter((span) => span.lane === lane);
  const together = own.reduce((sum, { from, to }) => sum + to - from, 0);
  const scale = (ms: number): number => Math.round((ms / Math.max(1, times.lengthMs)) * WIDTH);
  return (
    <>
      <span class="hint">
        {said.lanes[lane]} <span class="number">{duration(together)}</span>
      </span>
      <svg
        class={`lane ${lane}`}
        viewBox={`0 0 ${WIDTH} 10`}
        preserveAspectRatio="none"
        role="img"
        aria-label={said.heard(said.lanes[lane], own.length, duration(together))}
      >
        {own.map(({ from, to, what }) => (
          <rect x={scale(from)} y="0" width={Math.max(LEAST_WIDTH, scale(to) - scale(from))} height="10">
            <title>{`${duration(from)}–${duration(to)} ${short(what)}`}</title>
          </rect>
        ))}
      </svg>
    </>
  );
}

/** For the people who run the assistant. */
export function ScenarioSection({ visit, call }: { readonly visit: ClinicVisit; readonly call: Call }) {
  if (!mayAct(visit.session)) return <></>;
  const said = visit.words.record;
  return (
    <section class="card" id="scenario">
      <h2>{said.scenario}</h2>
      <p>{said.scenarioLead}</p>
      <ActForm visit={visit} action={clinicPath(visit, `/calls/${encodeURIComponent(call.callId)}/scenario`)}>
        <button class="second">{said.make}</button>
      </ActForm>
    </section>
  );
}
