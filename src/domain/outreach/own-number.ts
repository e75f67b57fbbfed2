/** The number of the patient's end of the line; null where it is withheld, which Retell tells by a word in its place. */
export function ownNumber(number: string | null): string | null {
  return number !== null && /^\+[1-9]\d{6,14}$/u.test(number) ? number : null;
}
