/** What one transfer event told of a call. */
export interface Transfer {
  readonly event: string;
  /** A number or a SIP address. */
  readonly destination: string | null;
  readonly receivedAt: number;
}
