/** The place of a row in a list: what the list is ordered by, then the row's id. */
export interface Place {
  readonly by: number | string;
  readonly id: string;
}

/** A page of a list that may be long. */
export interface PageRequest {
  readonly limit: number;
  /** The rows behind this place; undefined: from the start. */
  readonly after?: Place | undefined;
  /** Only rows that contain it, as `textSearch` judges. */
  readonly search?: string | undefined;
}
