/** Whether it can be one; nothing that a header of a mail reads otherwise is in it. */
export function isMailAddress(text: string): boolean {
  return /^[^\s@:<>,;"]+@[^\s@:<>,;"]+\.[^\s@:<>,;"]+$/u.test(text);
}
