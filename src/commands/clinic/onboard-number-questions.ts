import { fieldProblem } from "../../domain/clinic/read-clinic-request.ts";
import { dollars } from "../../domain/number/number-price.ts";
import type { Prompt } from "../../terminal/prompt.ts";
import { orderFromText } from "./onboard-flags.ts";

type NumberKind = "US" | "CA" | "US:toll-free" | "import";

/** Where the clinic's number is to come from, with the price of each way. */
export async function askForNumber(country: unknown, prompt: Prompt): Promise<unknown> {
  const kind = await prompt.choice<NumberKind>({
    message: "The clinic's number:",
    flag: "--buy or --import",
    choices: [
      { name: `buy a US number (${dollars(200)} a month)`, value: "US" },
      { name: `buy a Canadian number (${dollars(200)} a month)`, value: "CA" },
      { name: `buy a US toll-free number (${dollars(500)} a month)`, value: "US:toll-free" },
      { name: "import a number over a SIP trunk (paid to the carrier)", value: "import" },
    ],
  });
  if (kind === "import") return { import: await askForTrunk(country, prompt) };
  return { buy: kind === "US" ? await askForAreaCode(country, prompt) : orderFromText(kind) };
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
  await ask("phone_number", "Number to import:", "--import");
  await ask("termination_uri", "Host of the SIP trunk (termination URI):", "--termination-uri");
  await ask("username", "User name at the trunk (empty for none):", "--sip-username");
  if (trunk["username"] !== undefined) {
    const message = "Environment variable with the trunk's password (empty to type the password later):";
    await ask("password_env", message, "--sip-password-env");
  }
  return trunk;
}
