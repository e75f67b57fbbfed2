/** A server that answers the same requests as the others. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly requests: readonly Buffer[];
}
