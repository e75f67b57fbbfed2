/** A phone number as it may stand in a log: its last two digits. */
export function maskNumber(phoneNumber: string | null | undefined): string | undefined {
  return phoneNumber == null ? undefined : `…${phoneNumber.replaceAll(/\D/g, "").slice(-2)}`;
}
