import { exampleNumber } from "../domain/clinic/telephone/example-number.ts";
import { fieldProblem } from "../domain/clinic/requests/read-clinic-request.ts";
import { dollars } from "../domain/number/number.ts";
import type { Prompt } from "../terminal/prompt.ts";
import { orderFromText } from "./clinic-draft.ts";

type NumberKind = "US" | "CA" | "US:toll-free" | "import";

/** Asks where the clinic's number comes from, with the price of each choice. */
export async function askForNumber(country: unknown, prompt: Prompt): Promise<unknown> {
  const kind = await prompt.choice<NumberKind>({
    message: "The clinic's number:",
    flag: "--buy or --import",
    choices: numberChoices(country),
  });
  if (kind === "import") return { import: await askForTrunk(country, prompt) };
  return { buy: kind === "US" ? await askForAreaCode(country, prompt) : orderFromText(kind) };
}

/** Retell sells numbers in two countries only; elsewhere the clinic brings its own. */
function numberChoices(country: unknown): readonly { readonly name: string; readonly value: NumberKind }[] {
  const own = { name: "import the clinic's number over a SIP trunk (paid to the carrier)", value: "import" } as const;
  const [us, ca] = [
    { name: `buy a US number (${dollars(200)} a month)`, value: "US" },
    { name: `buy a Canadian number (${dollars(200)} a month)`, value: "CA" },
  ] as const;
  const free = { name: `buy a US toll-free number (${dollars(500)} a month)`, value: "US:toll-free" } as const;
  if (country === "CA") return [ca, us, free, own];
  return country === "US" ? [us, ca, free, own] : [own, us, ca, free];
}

async function askForAreaCode(country: unknown, prompt: Prompt): Promise<unknown> {
  const answer = await prompt.text({
    message: "US area code (empty for any):",
    flag: "--buy US:415",
    validate: (text) => fieldProblem("number", { buy: usOrder(text) }, country) ?? true,
  });
  return usOrder(answer);
}

function usOrder(areaCode: string): unknown {
  return orderFromText(`US:${areaCode.trim()}`);
}

async function askForTrunk(country: unknown, prompt: Prompt): Promise<unknown> {
  const trunk: Record<string, string> = { phone_number: "", termination_uri: "trunk.example.com" };
  const ask = async (key: string, message: string, flag: string): Promise<void> => {
    const isOptional = !(key in trunk);
    const answer = await prompt.text({
      message,
      flag,
      validate: (text) => {
        if (isOptional && text.trim() === "") return true;
        return fieldProblem("number", { import: { ...trunk, [key]: text.trim() } }, country) ?? true;
      },
    });
    if (!isOptional || answer !== "") trunk[key] = answer;
  };
  await ask("phone_number", `Number to import${exampleOf(country)}:`, "--import");
  await ask("termination_uri", "Host of the SIP trunk (termination URI):", "--termination-uri");
  await ask("username", "User name for the trunk (empty for none):", "--sip-username");
  if (trunk["username"] !== undefined) {
    const message = "Environment variable that holds the trunk's password (empty to type the password later):";
    await ask("password_env", message, "--sip-password-env");
  }
  return trunk;
}

/** " such as 01 90 01 12 34", in the form in which people of the country write it. */
export function exampleOf(country: unknown): string {
  const example = typeof country === "string" ? exampleNumber(country) : undefined;
  return example === undefined ? "" : `, such as ${example}`;
}
