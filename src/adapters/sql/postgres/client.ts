/** The result of a statement. */
export interface Answer {
  /** Kysely types the rows, from the schema. */
  readonly rows: never[];
  readonly rowCount: number | null;
  readonly command: string;
}

/** One connection, used by one session at a time. */
export interface PostgresClient {
  /**
   * Sends at once, before earlier statements are answered. Statements run in order, even after one that failed.
   * @param values if omitted, the text may hold several statements, and the answer is meaningless
   */
  query(text: string, values?: readonly unknown[]): Promise<Answer>;
}

/** Connections as the installation's fleet role (security.ts). */
export interface PostgresPool {
  acquire(): Promise<PostgresClient>;
  release(client: PostgresClient, isBroken: boolean): void;
  /** Opens a separate connection that reports changes until it is closed. */
  listen(channel: string, news: News): Promise<Listening>;
  close(): Promise<void>;
}

export interface News {
  readonly heard: () => void;
  /** The connection is lost: nothing more will arrive. */
  readonly lost: () => void;
}

export interface Listening {
  /** Rejects if the connection no longer answers. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/** Quotes a text for use in a statement. */
export function literal(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
