import { fieldText, locate } from "../schema-problem.ts";
import type { Rule } from "./rule.ts";
import type { FoundText } from "./texts.ts";
import { textsIn } from "./texts.ts";

const shapes: readonly (readonly [string, RegExp])[] = [
  ["a Retell API key", /\bkey_[0-9a-f]{20,}/],
  ["an API key", /\b(sk|pk|rk|cal)_(live|test)_[\w-]{8,}|\bsk-[\w-]{16,}|\bcal_[\w-]{20,}/],
  ["a bearer token", /\bbearer\s+(?!\{\{)[\w.~+/=-]{8,}/i],
  ["basic credentials", /\bbasic\s+(?!\{\{)[A-Za-z0-9+/]{12,}={0,2}(?![\w])/],
  ["a JSON web token", /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/],
  ["a cloud access key", /\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}/],
  ["a GitHub or Slack token", /\bgh[pousr]_\w{20,}|\bxox[abprs]-[\w-]{10,}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a password in a URL", /\b[a-z][a-z+]*:\/\/[^\s/:@{}]+:[^\s/@{}]+@/i],
];

const secretKeys = /^(cal_api_key|authorization|x-api-key|api[-_]?key|apikey|token|secret|password|x-retell-secret)$/i;

/** Secrets written into the file instead of coming with the call; the value itself is never repeated. */
export const secrets: Rule = ({ flow }) =>
  textsIn(flow).flatMap((found) => {
    const what = secretIn(found);
    if (what === undefined) return [];
    return [
      {
        rule: "secret",
        severity: "error" as const,
        field: fieldText(found.path),
        ...locate(found.path, flow),
        message: `This looks like ${what}.`,
        fix: "Take it out of the file, replace the key, and supply it as a dynamic variable or sign the request.",
      },
    ];
  });

function secretIn({ path, text }: FoundText): string | undefined {
  const shape = shapes.find(([, pattern]) => pattern.test(text));
  if (shape !== undefined) return shape[0];
  const key = String(path.at(-1));
  const isField = path.at(-2) === "headers" || path.at(-2) === "query_params" || key === "cal_api_key";
  return isField && secretKeys.test(key) && text !== "" && !text.includes("{{") ? "a credential" : undefined;
}
