import { mayAct } from "../../domain/access/access.ts";
import { muteAlert } from "../../domain/alert/mute-alert.ts";
import type { FleetAlert } from "../../domain/alert/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { zonedMoment } from "../formats.ts";
import { type Answer, type Visit, go } from "../visit.ts";
import { ActForm, Said, Tag } from "./parts.tsx";

/** A page shows the oldest alerts, those that nobody took note of first. */
const SHOWN = 10;

interface Alerts {
  readonly visit: Visit;
  readonly alerts: readonly FleetAlert[];
  /** The zone of the page's clinic; without one, each alert names its clinic. */
  readonly zone?: string;
}

/**
 * What is wrong now. People of one clinic see the problem; people who see every clinic also see details, and can take
 * note.
 */
export function AlertCards({ visit, alerts, zone }: Alerts) {
  const said = visit.words.alerts;
  if (alerts.length === 0) return <></>;
  const byNeed = alerts.toSorted((one, other) => Number(one.mutedAt !== null) - Number(other.mutedAt !== null));
  return (
    <section class="screen" aria-labelledby="alerts">
      <h2 id="alerts">{said.title}</h2>
      <ul class="cards">
        {byNeed.slice(0, SHOWN).map((alert) => (
          <AlertCard visit={visit} alert={alert} zone={zone} />
        ))}
      </ul>
      {alerts.length > SHOWN && <p class="hint">{said.more(alerts.length - SHOWN)}</p>}
    </section>
  );
}

interface Card {
  readonly visit: Visit;
  readonly alert: FleetAlert;
  readonly zone: string | undefined;
}

function AlertCard({ visit, alert, zone }: Card) {
  const { words, language, session } = visit;
  const said = words.alerts;
  const seesAll = session.clinicId === null;
  return (
    <li class={`card ${alert.mutedAt === null ? "" : "settled"}`}>
      <div class="cardhead">
        <strong>{said.kinds[alert.kind]}</strong>
        {zone === undefined && <AlertPlace visit={visit} alert={alert} />}
        {alert.mutedAt !== null && <Tag tone="plain">{said.noted}</Tag>}
        <time class="hint">{said.since(zonedMoment(alert.raisedAt, zone ?? "UTC", language))}</time>
      </div>
      {seesAll && (
        <p lang="en">
          {alert.detail}. <span class="hint">{alert.fix}</span>
        </p>
      )}
      {seesAll && alert.mutedAt === null && mayAct(session) && (
        <ActForm visit={visit} action={`/alerts/${encodeURIComponent(alert.id)}/note`} className="actions">
          {zone !== undefined && <input type="hidden" name="back" value="clinic" />}
          <button class="second">{said.note}</button>
          <span class="hint">{said.notedMeans}</span>
        </ActForm>
      )}
    </li>
  );
}

function AlertPlace({ visit, alert: { clinicSlug } }: Pick<Card, "visit" | "alert">) {
  if (clinicSlug === null) return <span class="hint">{visit.words.alerts.installation}</span>;
  return (
    <a href={`/clinics/${clinicSlug}`}>
      <Said text={clinicSlug} />
    </a>
  );
}

/** For people who see every clinic. */
export async function noteAlert({ parameter, field, ports, audit }: Visit): Promise<Answer> {
  const alert = (await ports.alerts.open()).find(({ id }) => id === parameter("alert"));
  if (alert === undefined) throw new AscendiaError("not_found", "no such alert, or it ended");
  const { alerts, clock } = ports;
  await muteAlert(
    alert,
    { at: clock.now(), reason: null },
    { alerts, audit, newId: () => ports.newId(), atomically: (work) => ports.atomically(work) },
  );
  return go(field("back") === "clinic" && alert.clinicSlug !== null ? `/clinics/${alert.clinicSlug}` : "/");
}
