import { type Message, FROM_CALENDAR } from "../../domain/call/message.ts";
import { mayAct } from "../../domain/access/access.ts";
import { writtenNumber } from "../../domain/clinic/telephone/telephone.ts";
import { AscendiaError } from "../../errors.ts";
import { bounded, moment } from "../formats.ts";
import { type Answer, type ClinicVisit, changeAndRecord, clinicPath, go, page, recordRead } from "../visit.ts";
import { PAGE, Pager, startOf } from "./pager.tsx";
import { ActForm, Empty, Phone, Said, Tag } from "./parts.tsx";

const MOST_TEXT = 2000;

export async function messagesPage(visit: ClinicVisit): Promise<Answer> {
  const { words, bookings, query } = visit;
  const isOpenOnly = query("show") !== "all";
  const all = await bookings.database.stores.messages.list({ isOpenOnly });
  const from = startOf(query("from"), all.length);
  const shown = all.slice(from, from + PAGE);
  await recordRead(visit, "messages", { messages: shown.length });
  const link = (start: number): string => clinicPath(visit, `/messages?${isOpenOnly ? "" : "show=all&"}from=${start}`);
  return page(
    words.messages.title,
    <>
      <div class="head">
        <h1>{words.messages.title}</h1>
        <nav class="steps" aria-label={words.messages.title}>
          <a href={clinicPath(visit, "/messages")} aria-current={isOpenOnly ? "page" : undefined}>
            {words.messages.open}
          </a>
          <a href={clinicPath(visit, "/messages?show=all")} aria-current={isOpenOnly ? undefined : "page"}>
            {words.messages.all}
          </a>
        </nav>
      </div>
      {shown.length === 0 && <Empty says={isOpenOnly ? words.messages.empty : words.messages.emptyAll} />}
      <ul class="cards">
        {shown.map((message) => (
          <MessageCard visit={visit} message={message} />
        ))}
      </ul>
      <Pager words={words} from={from} all={all.length} link={link} />
    </>,
  );
}

function MessageCard({ visit, message }: { readonly visit: ClinicVisit; readonly message: Message }) {
  const { words, language, clinic } = visit;
  const { text, isCut } = bounded(message.text, MOST_TEXT);
  const { phone, doneAt } = message;
  return (
    <li class={`card ${doneAt === null ? "" : "settled"}`} id={`message-${message.id}`}>
      <div class="cardhead">
        <strong>{message.name === null ? words.messages.unknownName : <Said text={message.name} />}</strong>
        {message.urgency === "urgent" && <Tag tone="bad">{words.messages.urgent}</Tag>}
        <time class="hint">{moment(message.createdAt, clinic.timezone, language)}</time>
      </div>
      <p class="words" dir="auto">
        {text}
        {isCut ? "…" : ""}
      </p>
      <div class="actions">
        {phone === null ? (
          <span class="hint">{words.messages.unknownNumber}</span>
        ) : (
          <Phone number={phone} shown={writtenNumber(phone, clinic.country)} />
        )}
        {!message.callId.startsWith(FROM_CALENDAR) && (
          <a href={clinicPath(visit, `/calls/${encodeURIComponent(message.callId)}`)}>{words.messages.hearCall}</a>
        )}
        {doneAt === null && mayAct(visit.session) && (
          <ActForm visit={visit} action={clinicPath(visit, `/messages/${encodeURIComponent(message.id)}/done`)}>
            <button>{words.messages.done}</button>
          </ActForm>
        )}
        {doneAt !== null && (
          <span class="hint">{words.messages.doneAt(moment(doneAt, clinic.timezone, language))}</span>
        )}
      </div>
    </li>
  );
}

/** Idempotent: a second post changes nothing. */
export async function messageDone(visit: ClinicVisit): Promise<Answer> {
  const { bookings, ports } = visit;
  const message = await bookings.database.stores.messages.find(visit.parameter("message"));
  if (message === undefined) throw new AscendiaError("not_found", "no such message");
  const settled = { ...message, doneAt: message.doneAt ?? ports.clock.now() };
  await changeAndRecord(
    () => bookings.database.transact((stores) => stores.messages.update(settled)),
    () => ({
      action: "message:done",
      before: { message: message.id, done_at: message.doneAt },
      after: { message: message.id, done_at: settled.doneAt },
    }),
    visit,
  );
  return go(clinicPath(visit, "/messages"));
}
