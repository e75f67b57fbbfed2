export interface Check {
  readonly what: string;
  readonly isRight: boolean;
  readonly seen: string;
}
