import type { Command } from "commander";
import { checkFile, type CheckedFile } from "../../domain/agent/check-file.ts";
import { parsePhrases } from "../../domain/agent/phrases.ts";
import { checkClinicVariables, type ContractCheck } from "../../domain/agent/variable-contract.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { CheckOptions } from "../../domain/flow/check/rule.ts";
import type { Flow } from "../../domain/flow/flow.ts";
import type { Translated } from "../../domain/language/language.ts";
import type { Context } from "../context.ts";
import { readJson } from "../read-json.ts";
import { counted } from "../../terminal/counted.ts";
import { readVariables } from "./read-variables.ts";
import { validationJson, validationText } from "./validate-view.ts";

interface ValidateFlags {
  readonly strict?: boolean;
  readonly clinics?: boolean;
  readonly variables?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .argument(
      "[file]",
      "a flow, an agent's export or a template; - is standard input; without it ASCENDIA_TEMPLATE or the one shipped",
    )
    .option("--strict", "fail on warnings too")
    .option("--clinics", "also hold the flow against the variables of every clinic in the database")
    .option("--variables <file>", "JSON: name and sample value of what comes with every call of a foreign flow")
    .action((file: string | undefined, flags: ValidateFlags) => validate(file, flags, context));
}

async function validate(named: string | undefined, flags: ValidateFlags, context: Context): Promise<void> {
  const { output } = context;
  const own = named ?? context.config().templatePath;
  const file = own ?? "templates/master-agent.json";
  const json = await readJson(own ?? context.shippedFile(file), context);
  const phrases = await shippedPhrases(context);
  const checked = checkFile(json, { phrases, ...(await givenVariables(flags, context)) });
  const { flow } = checked;
  const ofClinics = flags.clinics === true && flow !== undefined ? await clinicsOf(flow, phrases, context) : undefined;
  const result = validationJson(file, checked, ofClinics);
  const error = failureOf({ checked, ofClinics, counts: result, strict: flags.strict === true });
  if (error === undefined) return output.result(result, validationText);
  output.failedResult(result, validationText, error);
  throw error;
}

async function shippedPhrases(context: Context): Promise<Translated<unknown>> {
  const read = (language: string) => readJson(context.shippedFile(`templates/phrases/${language}.json`), context);
  return { fr: await read("fr"), en: await read("en") };
}

async function givenVariables({ variables: path }: ValidateFlags, context: Context): Promise<CheckOptions> {
  if (path === undefined) return {};
  const samples = readVariables(await readJson(path, context), path);
  return { samples, supplied: Object.keys(samples) };
}

async function clinicsOf(flow: Flow, phrases: Translated<unknown>, context: Context): Promise<ContractCheck> {
  const parsed = {
    fr: parsePhrases(phrases.fr, { language: "fr", file: "templates/phrases/fr.json" }),
    en: parsePhrases(phrases.en, { language: "en", file: "templates/phrases/en.json" }),
  };
  return checkClinicVariables(flow, { store: await context.store(), phrases: parsed, clock: context.clock });
}

interface Verdict {
  readonly checked: CheckedFile;
  readonly ofClinics: ContractCheck | undefined;
  readonly counts: { readonly errors: number; readonly warnings: number };
  readonly strict: boolean;
}

/** An empty flow proves nothing; otherwise an error found beats that a clinic was not looked at. */
function failureOf({ checked, ofClinics, counts, strict }: Verdict): AscendiaError | undefined {
  const { errors, warnings } = counts;
  if (checked.flow !== undefined && checked.nodes === 0) {
    return new AscendiaError("nothing_checked", "The flow has no nodes, so there was nothing to check.");
  }
  if (errors > 0) return new AscendiaError("invalid", `The check found ${counted(errors, "error")}.`);
  if (ofClinics?.clinics === 0) {
    return new AscendiaError("nothing_checked", "There is no clinic in the database, so none was checked.", {
      hint: "ascendia clinic:onboard, or leave --clinics out.",
    });
  }
  if (!strict || warnings === 0) return undefined;
  return new AscendiaError(
    "invalid",
    `The check found ${counted(warnings, "warning")}, which --strict does not accept.`,
  );
}
