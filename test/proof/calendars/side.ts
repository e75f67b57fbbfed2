/** An event on the other side. `mark` changes whenever anything in the event does. */
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

/** A weekly event by wall-clock time, with one occurrence excluded, one moved to another hour and one cancelled. */
export interface WeeklyEvent {
  readonly id: string;
  readonly zone: string;
  /** Its first date, and the wall-clock times of each occurrence. */
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

/** The calendar's owner, who uses their own program instead of ascendia. */
export interface Side {
  readonly name: string;
  /** The server's own address; ascendia connects through a proxy in front of it. */
  readonly url: string;
  /** Options of calendar:connect, and variables with secrets and addresses, for the proxy's address. */
  connectWith(url: string): Connecting;
  events(): Promise<readonly SideEvent[]>;
  add(event: NewSideEvent): Promise<void>;
  addWeekly(event: WeeklyEvent): Promise<void>;
  /** Adds an event in an unknown time zone. */
  addInUnknownZone(id: string, date: string, hours: readonly [string, string]): Promise<void>;
  move(id: string, startsAt: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** Makes the server forget its earlier sync tokens. */
  forgetTokens(): Promise<void>;
  close(): Promise<void>;
}
