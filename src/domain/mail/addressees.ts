import type { Clinic } from "../clinic/clinic.ts";

/** Who gets a clinic's notices: its recipients, else its owner. */
export function addressees(
  { ownerEmail }: Pick<Clinic, "ownerEmail">,
  recipients: readonly string[],
): readonly string[] {
  const all = recipients.length === 0 ? [ownerEmail] : recipients;
  return all.filter((address) => address !== "");
}
