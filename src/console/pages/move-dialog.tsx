import { type ClinicVisit, clinicPath } from "../visit.ts";
import { ActForm } from "./parts.tsx";

/** The dialog that week.js fills in and opens, so that a slip of the hand moves no appointment. */
export function MoveDialog({ visit }: { readonly visit: ClinicVisit }) {
  const { words } = visit;
  return (
    <>
      <p class="hint screen" id="move-how" hidden>
        {words.week.drag}
      </p>
      <p class="unseen" id="move-status" role="status" />
      <dialog id="move" aria-labelledby="move-title">
        <ActForm visit={visit} action={clinicPath(visit, "/week/move")}>
          <h2 id="move-title">{words.week.moveAsk}</h2>
          <dl class="facts">
            <div>
              <dt>{words.week.moveFrom}</dt>
              <dd id="move-from" />
            </div>
            <div>
              <dt>{words.week.moveTo}</dt>
              <dd id="move-to" />
            </div>
          </dl>
          <p class="hint">{words.week.moveTold}</p>
          <input type="hidden" name="appointment" />
          <input type="hidden" name="date" />
          <input type="hidden" name="doctor" />
          <div class="actions">
            <button>{words.week.moveNow}</button>
            <button class="second" formmethod="dialog">
              {words.week.leave}
            </button>
          </div>
        </ActForm>
      </dialog>
    </>
  );
}
