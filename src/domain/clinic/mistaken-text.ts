import { AscendiaError } from "../../errors.ts";
import { parseOpeningHours } from "./opening-hours.ts";

/** What a text is that cannot be a name: an answer given to the question before or after, or a cell in the wrong column. */
export function mistakenText(text: string): "an email address" | "a phone number" | "opening hours" | null {
  if (/^\S+@\S+\.\S+$/u.test(text)) return "an email address";
  if (/^\+?[\d\s().-]+$/u.test(text) && text.replaceAll(/\D/gu, "").length >= 7) return "a phone number";
  return /\d/u.test(text) && areHours(text) ? "opening hours" : null;
}

function areHours(text: string): boolean {
  try {
    parseOpeningHours(text);
    return true;
  } catch (error) {
    if (error instanceof AscendiaError) return false;
    throw error;
  }
}
