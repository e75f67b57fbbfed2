/** Whether the text can be an email address, without characters that have a meaning in an email header. */
export function isMailAddress(text: string): boolean {
  return /^[^\s@:<>,;"]+@[^\s@:<>,;"]+\.[^\s@:<>,;"]+$/u.test(text);
}
