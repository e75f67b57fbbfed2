export interface Check {
  readonly what: string;
  readonly found: string;
  readonly isRight: boolean;
}

export function check(what: string, found: string | number | undefined, expected: string | number): Check {
  const isRight = found === expected;
  return { what, found: isRight ? String(found) : `${String(found)}, expected ${expected}`, isRight };
}
