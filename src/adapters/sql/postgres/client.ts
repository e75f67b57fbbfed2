/** What a statement returned. */
export interface Answer {
  /** Typed by who asked: Kysely, from the schema. */
  readonly rows: never[];
  readonly rowCount: number | null;
  readonly command: string;
}

/** One connection, used by one session at a time. */
export interface PostgresClient {
  /** @param values none: the text may hold several statements, and the answer says nothing */
  query(text: string, values?: readonly unknown[]): Promise<Answer>;
}

/** Connections as the installation's fleet role (security.ts). */
export interface PostgresPool {
  acquire(): Promise<PostgresClient>;
  release(client: PostgresClient, isBroken: boolean): void;
  /** A connection of its own, on which changes arrive for as long as it is open. */
  listen(channel: string, news: News): Promise<Listening>;
  close(): Promise<void>;
}

export interface News {
  readonly heard: () => void;
  /** The connection is gone: nothing more will be heard. */
  readonly lost: () => void;
}

export interface Listening {
  /** Rejects when the connection no longer answers. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/** A text within a statement. */
export function literal(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
