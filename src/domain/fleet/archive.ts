/** The stored rows of a clinic, table by table. */
export type ClinicArchive = Readonly<Record<string, readonly unknown[]>>;

/** Everything that belongs to one clinic, for export and erasure, whatever tables exist. */
export interface ArchiveStore {
  read(): Promise<ClinicArchive>;
  /** Removes every row except the clinic's own. @returns how many, by table */
  erase(): Promise<Readonly<Record<string, number>>>;
}

export function rowsIn(archive: ClinicArchive): number {
  return Object.values(archive).reduce((sum, rows) => sum + rows.length, 0);
}
