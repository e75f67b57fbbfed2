import BetterSqlite3 from "better-sqlite3";

export interface PlacedCall {
  readonly dialId: string;
  readonly callId: string;
  readonly phone: string;
}

/** What the database shows, read from outside. */
export interface Watched {
  /** How many milestones that patient has passed. */
  reached(phone: string): number;
  placed(): readonly PlacedCall[];
  offers(): readonly {
    readonly id: string;
    readonly state: string;
    readonly phone: string;
    readonly expiresAt: number | null;
  }[];
  dueAt(phone: string): number | null;
  /** Active appointments that start then, as their patients' numbers. */
  booked(startsAt: number): readonly string[];
  heldSlots(): number;
  waiting(): readonly string[];
  close(): void;
}

/** What happens to each patient in order; the server may be killed after any step. */
export const milestones = [
  "is offered",
  "call planned",
  "Retell asked",
  "call placed",
  "answer settled",
  "call over",
] as const;

const reachedQuery = `
  select
    case
      when exists (select 1 from jobs where kind = 'call-over' and key = dials.call_id and state = 'done') then 6
      when waitlist_offers.state <> 'open' then 5
      when dials.call_id is not null then 4
      when dials.state <> 'planned' then 3
      when dials.id is not null then 2
      else 1
    end
  from waitlist_offers join patients on patients.id = waitlist_offers.patient_id
  left join dials on dials.key = 'waitlist:' || waitlist_offers.id
  where patients.phone = ?`;

export function watch(path: string): Watched {
  const database = new BetterSqlite3(path, { readonly: true });
  const reached = database.prepare<[string], number>(reachedQuery).pluck();
  const placed = database.prepare<[], PlacedCall>(
    `select dials.id as dialId, dials.call_id as callId, contacts.phone as phone
     from dials join contacts on contacts.id = dials.contact_id where dials.call_id is not null`,
  );
  const offers = database.prepare<[], ReturnType<Watched["offers"]>[number]>(
    `select waitlist_offers.id as id, state, patients.phone as phone, holds.expires_at as expiresAt
     from waitlist_offers join patients on patients.id = waitlist_offers.patient_id
     left join holds on holds.id = waitlist_offers.id order by offered_at, waitlist_offers.id`,
  );
  const dueAt = database
    .prepare<[string], number>(
      `select due_at from dials join contacts on contacts.id = dials.contact_id where contacts.phone = ?`,
    )
    .pluck();
  const booked = database
    .prepare<[number], string>(
      `select patients.phone from appointments join patients on patients.id = appointments.patient_id
       where starts_at = ? and status in ('scheduled', 'confirmed')`,
    )
    .pluck();
  const held = database.prepare<[], number>("select count(*) from holds").pluck();
  const waiting = database.prepare<[], string>("select status from waitlist order by created_at, id").pluck();
  return {
    reached: (phone) => reached.get(phone) ?? 0,
    placed: () => placed.all(),
    offers: () => offers.all(),
    dueAt: (phone) => dueAt.get(phone) ?? null,
    booked: (startsAt) => booked.all(startsAt),
    heldSlots: () => held.get() ?? 0,
    waiting: () => waiting.all(),
    close: () => database.close(),
  };
}
