import type { Language } from "../../domain/language/language.ts";
import { type Words, en } from "./en.ts";
import { fr } from "./fr.ts";

export const words: Readonly<Record<Language, Words>> = { fr, en };
