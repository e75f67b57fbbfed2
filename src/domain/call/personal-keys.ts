const PERSON = /(?:^|_)name$/iu;
const OTHER_NAMES = /^phrase_|doctor|clinic|business|agent|language|provider|type/iu;

/** Whether what has this name, in a tool's arguments or a variable, is a person's name. */
export function isPersonKey(key: string): boolean {
  return PERSON.test(key) && !OTHER_NAMES.test(key);
}
