import * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import { callingCodeOf, isUsAreaCode, lacksCountry, parseTelephone } from "../telephone/telephone.ts";
import type { FieldProblem } from "./clinic-request.ts";

const order = z.object({
  buy: z
    .object({ country: z.string(), area_code: z.number().optional(), toll_free: z.boolean().optional() })
    .optional(),
  import: z.object({ phone_number: z.string(), termination_uri: z.string() }).optional(),
});

type Order = z.infer<typeof order>;

/** Problems with `number` in clinic.json; `country` is the clinic's. Retell's own rules: docs/retell.md 3.3, 3.4. */
export function numberProblems(value: unknown, country: string | undefined): readonly FieldProblem[] {
  const parsed = order.safeParse(value);
  if (!parsed.success) return [];
  const { buy, import: imported } = parsed.data;
  if ((buy === undefined) === (imported === undefined)) {
    return [{ path: "number", message: 'needs exactly one of "buy" or "import".', fix: numberForms }];
  }
  return [
    ...(buy === undefined ? [] : buyProblems(buy, country)),
    ...(imported === undefined ? [] : importProblems(imported, country)),
  ];
}

const numberForms =
  'Write {"buy": {"country": "US", "area_code": 415}} or {"import": {"phone_number": "+229…", "termination_uri": "trunk.example.com"}}.';

function buyProblems(buy: NonNullable<Order["buy"]>, country: string | undefined): readonly FieldProblem[] {
  const { area_code: areaCode, toll_free: tollFree } = buy;
  if (tollFree === true && buy.country !== "US") {
    return [
      {
        path: "number.buy.toll_free",
        message: "toll-free numbers are sold for the US only.",
        fix: 'Use country "US" or leave it out.',
      },
    ];
  }
  if (areaCode === undefined) return [];
  const path = "number.buy.area_code";
  if (tollFree === true)
    return [{ path, message: "a toll-free number has no area code.", fix: "Leave one of the two out." }];
  if (buy.country === "CA") {
    return [{ path, message: "only US area codes can be chosen.", fix: "Leave it out for a Canadian number." }];
  }
  if (country !== undefined && callingCodeOf(country) === String(areaCode)) {
    const message = `${areaCode} as an area code is a place in the United States, not ${country}.`;
    return [{ path, message, fix: `Import a +${areaCode} number from a carrier instead of buying one.` }];
  }
  if (isUsAreaCode(areaCode)) return [];
  return [{ path, message: `${areaCode} is not a US area code.`, fix: "Use one such as 415, or leave it out." }];
}

function importProblems(imported: NonNullable<Order["import"]>, country: string | undefined): readonly FieldProblem[] {
  const uri = imported.termination_uri;
  const problems: FieldProblem[] = [];
  try {
    const written = imported.phone_number;
    if (!lacksCountry(written, country)) parseTelephone(written, country, "number.import.phone_number");
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    problems.push({ path: "", message: error.message, fix: error.hint ?? "" });
  }
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/iu.test(uri)) {
    const fix = "Give only the trunk's host, such as trunk.example.com, without sip: and without spaces.";
    problems.push({ path: "number.import.termination_uri", message: `"${uri}" is not a host.`, fix });
  }
  return problems;
}
