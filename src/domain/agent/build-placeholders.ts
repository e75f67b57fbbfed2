import { AscendiaError } from "../../errors.ts";
import type { Finding } from "../../flow/check/rule.ts";
import { textsIn } from "../../flow/check/variable-rules.ts";
import { fieldText, locate } from "../../flow/schema-problem.ts";

/** `${PUBLIC_URL}` is filled when an agent is created; `{{name}}` is filled by Retell in each call. */
const buildPlaceholders = ["PUBLIC_URL"] as const;

type BuildPlaceholder = (typeof buildPlaceholders)[number];
export type BuildValues = Readonly<Record<BuildPlaceholder, string>>;

const pattern = /\$\{([^}]*)\}/g;

/** Every `${NAME}` that nothing fills, with its place. */
export function unknownPlaceholders(json: unknown): readonly Finding[] {
  return textsIn(json).flatMap(({ path, text }) => {
    if (!text.includes("${")) return [];
    const names = [...text.matchAll(pattern)].map(([, name = ""]) => name).filter((name) => !isKnown(name));
    const place = { field: fieldText(path), ...locate(path, json) };
    return names.map((name): Finding => Object.assign(unknownPlaceholder(name), place));
  });
}

function unknownPlaceholder(name: string): Finding {
  const known = buildPlaceholders.map((placeholder) => `\${${placeholder}}`).join(", ");
  return {
    rule: "unknown-placeholder",
    severity: "error",
    message: `\${${name}} is not a known build-time placeholder.`,
    fix: `Use ${known}, or {{${name}}} for a value of the call.`,
  };
}

/** A copy of a JSON value with every known `${NAME}` filled, at any depth; `{{…}}` and keys are left alone. */
export function fillPlaceholders(json: unknown, values: BuildValues): unknown {
  if (typeof json === "string") {
    return json.replaceAll(pattern, (literal, name: string) => (isKnown(name) ? values[name] : literal));
  }
  if (Array.isArray(json)) return json.map((item: unknown) => fillPlaceholders(item, values));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, fillPlaceholders(item, values)]));
}

function isKnown(name: string): name is BuildPlaceholder {
  return buildPlaceholders.some((known) => known === name);
}

/** The address at which Retell reaches the server, without a trailing slash. Throws AscendiaError "invalid". */
export function parsePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress = url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  if (!isAddress || url.username !== "" || url.password !== "") {
    throw new AscendiaError("invalid", `The public URL "${withoutSecrets(text)}" is not a plain http(s) address.`, {
      hint: "Set ASCENDIA_PUBLIC_URL to the address at which Retell reaches the server, such as https://ai.example.com.",
    });
  }
  return url.href.replace(/\/+$/, "");
}

function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^/@]*@/, "//…@").replace(/[?#].*$/, "?…");
}
