import { AscendiaError } from "../errors.ts";
import { foldText } from "../language/fold-text.ts";
import type { AppointmentTypeStore } from "./ports.ts";
import type { AppointmentType } from "./records.ts";

/** The type with its names trimmed. @throws invalid, conflict when another active type has one of the names */
export async function planType(
  type: AppointmentType,
  types: Pick<AppointmentTypeStore, "list">,
): Promise<AppointmentType> {
  const name = { fr: type.name.fr.trim(), en: type.name.en.trim() };
  if (name.fr === "" || name.en === "") {
    throw new AscendiaError("invalid", "An appointment type needs a name in French and one in English.", {
      hint: "Give --name-fr and --name-en; they may be the same.",
    });
  }
  const taken = (await types.list()).find((other) => other.id !== type.id && sharesName(other.name, name));
  if (taken === undefined) return { ...type, name };
  throw new AscendiaError("conflict", `There is a type "${taken.name.fr}" / "${taken.name.en}" already.`, {
    hint: `Choose other names, or change that one with: ascendia type:update ${taken.id}`,
  });
}

function sharesName(left: AppointmentType["name"], right: AppointmentType["name"]): boolean {
  return foldText(left.fr) === foldText(right.fr) || foldText(left.en) === foldText(right.en);
}
