import { AscendiaError } from "../domain/errors.ts";

const positions: Readonly<Record<string, boolean>> = { on: true, off: false };

/** @throws usage */
export function switchFrom(text: string, where: string): boolean {
  const position = positions[text];
  if (position !== undefined) return position;
  throw new AscendiaError("usage", `${where}: "${text}" is neither on nor off.`, { hint: `Write ${where} on` });
}
