/** What an operator watches besides the server itself, over all clinics. */
export interface BusinessFigures {
  /** Of the last 24 hours. */
  readonly calls: readonly { readonly direction: string; readonly outcome: string | null; readonly count: number }[];
  /** Made in the last 24 hours. */
  readonly bookings: { readonly byCall: number; readonly byStaff: number };
  readonly openMessages: number;
  readonly deadJobs: number;
  /** Due for more than a minute and not begun. */
  readonly lateJobs: number;
  readonly waitingMails: number;
  readonly failedMails: number;
  readonly clinics: readonly { readonly status: string; readonly count: number }[];
}
