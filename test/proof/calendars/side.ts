/** An event as it stands on the other side. `mark` changes whenever anything in it does. */
export interface SideEvent {
  readonly id: string;
  readonly uid: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly mark: string;
}

export interface NewSideEvent {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** A weekly event by a wall clock, with one occurrence left out, one moved to another hour and one cancelled. */
export interface WeeklyEvent {
  readonly id: string;
  readonly zone: string;
  /** Its first date, and the wall times of each. */
  readonly firstDate: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly excluded: string;
  readonly moved: { readonly date: string; readonly from: string; readonly to: string };
  readonly cancelled: string;
}

export interface Connecting {
  readonly way: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The calendar's owner, at their own program, past ascendia. */
export interface Side {
  readonly name: string;
  /** Where it listens; ascendia comes through a proxy before it. */
  readonly url: string;
  /** Options of calendar:connect, and variables with secrets and addresses, for the address that the proxy has. */
  connectWith(url: string): Connecting;
  events(): Promise<readonly SideEvent[]>;
  add(event: NewSideEvent): Promise<void>;
  addWeekly(event: WeeklyEvent): Promise<void>;
  /** An event by a zone that nobody knows. */
  addInUnknownZone(id: string, date: string, hours: readonly [string, string]): Promise<void>;
  move(id: string, startsAt: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** Forgets how to tell what changed since earlier readings. */
  forgetTokens(): Promise<void>;
  close(): Promise<void>;
}
