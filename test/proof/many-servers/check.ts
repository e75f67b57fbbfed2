export interface Check {
  readonly name: string;
  readonly wrong: number;
  readonly of: number;
  readonly example: string;
}
