import type { Child } from "hono/jsx";
import type { Appointment } from "../../domain/booking/appointment.ts";
import { moment } from "../formats.ts";
import { type Answer, type ClinicVisit, clinicPath, refused } from "../visit.ts";
import { ActForm } from "./parts.tsx";

const MOST_LISTED = 20;

/** Before a change that leaves appointments outside the hours: shows them, and saves after confirmation. */
export function affectedPage(
  visit: ClinicVisit,
  affected: readonly Appointment[],
  { action, back, children }: { readonly action: string; readonly back: string; readonly children: Child },
): Answer {
  const { words, language, clinic } = visit;
  return refused(
    words.affected.title,
    <>
      <h1>{words.affected.title}</h1>
      <p class="lead">{words.affected.lead(affected.length)}</p>
      <ul class="plain">
        {affected.slice(0, MOST_LISTED).map(({ id, startsAt }) => (
          <li>
            <a href={clinicPath(visit, `/appointments/${id}`)}>{moment(startsAt, clinic.timezone, language)}</a>
          </li>
        ))}
        {affected.length > MOST_LISTED && <li>…</li>}
      </ul>
      <ActForm visit={visit} action={action} className="actions">
        <input type="hidden" name="anyway" value="yes" />
        {children}
        <button>{words.affected.anyway}</button>
        <a href={back}>{words.cancel}</a>
      </ActForm>
    </>,
  );
}
