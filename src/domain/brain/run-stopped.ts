/** Ends one call from inside: what it would have taken to go on is not there. The simulation goes on with the next. */
export class RunStopped extends Error {
  override readonly name = "RunStopped";
  readonly status: "failed" | "undecided";

  constructor(status: RunStopped["status"], reason: string) {
    super(reason);
    this.status = status;
  }
}
