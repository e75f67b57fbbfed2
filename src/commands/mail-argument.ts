import { AscendiaError } from "../domain/errors.ts";

/** @throws invalid */
export function mailAddressFrom(text: string, where: string): string {
  const address = text.trim();
  if (/^[^\s@:<>,;"]+@[^\s@:<>,;"]+\.[^\s@:<>,;"]+$/u.test(address)) return address;
  throw new AscendiaError("invalid", `${where}: "${text}" is not a mail address.`, {
    hint: "Write it as name@example.com.",
  });
}
