const oldBeninForm = /^\+229(?=\d{8}$)/u;

/**
 * A patient's number in one form. Benin's got a leading 01 on 2024-11-30 (retell-api.md 3.5); people and carriers still
 * give the old one, and the patient must be found by either.
 */
export function patientPhone(phone: string): string {
  return phone.replace(oldBeninForm, "+22901");
}
