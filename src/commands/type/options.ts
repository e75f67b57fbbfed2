import type { Command } from "commander";
import { requireDoctor } from "../../domain/booking/find-by-name.ts";
import type { AppointmentType } from "../../domain/booking/ports.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption } from "../clinic-option.ts";
import { numberFrom } from "../date-arguments.ts";

export interface TypeFlags extends WriteFlags {
  readonly nameFr?: string;
  readonly nameEn?: string;
  readonly minutes?: string;
  readonly bufferBefore?: string;
  readonly bufferAfter?: string;
  readonly doctor?: readonly string[];
  readonly everyDoctor?: boolean;
}

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

export function addTypeOptions(command: Command): Command {
  return addClinicOption(command)
    .option("--name-fr <name>", "name that callers hear in French")
    .option("--name-en <name>", "name that callers hear in English")
    .option("--minutes <n>", "length of the visit")
    .option("--buffer-before <n>", "minutes before the visit that keep doctor and room busy")
    .option("--buffer-after <n>", "minutes after the visit that keep doctor and room busy")
    .option("--doctor <doctor>", "only these doctors offer it; repeatable", collect)
    .option("--every-doctor", "every doctor offers it");
}

/** The fields from the flags. @throws invalid */
export function typeChange(flags: TypeFlags): Partial<Omit<AppointmentType, "id" | "name" | "active">> {
  const { minutes, bufferBefore: before, bufferAfter: after } = flags;
  const buffer = { least: 0, most: 240 };
  return {
    ...(minutes === undefined ? {} : { minutes: numberFrom(minutes, { where: "--minutes", least: 5, most: 480 }) }),
    ...(before === undefined
      ? {}
      : { bufferBeforeMinutes: numberFrom(before, { where: "--buffer-before", ...buffer }) }),
    ...(after === undefined ? {} : { bufferAfterMinutes: numberFrom(after, { where: "--buffer-after", ...buffer }) }),
  };
}

/** Ids of the doctors who will offer it; null: every doctor; undefined: no change. */
export function offeringDoctors(
  { doctor: named, everyDoctor }: TypeFlags,
  doctors: readonly Doctor[],
): readonly string[] | null | undefined {
  if (named !== undefined && everyDoctor === true) {
    throw new AscendiaError("usage", "--doctor and --every-doctor cannot be combined.", {
      hint: "Pass only one of them.",
    });
  }
  if (everyDoctor === true) return null;
  return named?.map((each) => requireDoctor(each, doctors).id);
}
