/** The rows of a clinic, table by table, as they are stored. */
export type ClinicArchive = Readonly<Record<string, readonly unknown[]>>;

/** All that belongs to one clinic, at once: for handing over and for erasing, whatever tables there are. */
export interface ArchiveStore {
  read(): Promise<ClinicArchive>;
  /** Removes every row but the clinic's own. @returns how many, by table */
  erase(): Promise<Readonly<Record<string, number>>>;
}

export function rowsIn(archive: ClinicArchive): number {
  return Object.values(archive).reduce((sum, rows) => sum + rows.length, 0);
}
