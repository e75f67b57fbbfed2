/** Value of a variable, or undefined when it is missing. */
export type Lookup = (name: string) => string | undefined;

// A placeholder whose name may hold one more placeholder: `{{current_time_{{my_timezone}} }}` (retell-api.md 10).
const placeholder = /\{\{((?:[^{}]|\{\{[^{}]*\}\})+)\}\}/g;
const innerPlaceholder = /\{\{([^{}]*)\}\}/g;

/** Missing variables stay as literal `{{name}}`, empty ones become nothing; values are not scanned again. */
export function resolvePlaceholders(text: string, lookup: Lookup): string {
  return text.replaceAll(
    placeholder,
    (literal, content: string) => lookup(placeholderName(content, lookup)) ?? literal,
  );
}

function placeholderName(content: string, lookup: Lookup): string {
  return content.replaceAll(innerPlaceholder, (literal, name: string) => lookup(name.trim()) ?? literal).trim();
}

/** Names of all placeholders in a text; of a nested one both the inner name and the outer text with it. */
export function placeholderNames(text: string): readonly string[] {
  const contents = Array.from(text.matchAll(placeholder), ([, content = ""]) => content);
  const inner = contents.flatMap((content) => Array.from(content.matchAll(innerPlaceholder), ([, name = ""]) => name));
  return [...inner, ...contents].map((name) => name.trim());
}

/** The name in a text that is one placeholder and nothing else, resolved one level; otherwise undefined. */
export function soleName(text: string, lookup: Lookup): string | undefined {
  const [match] = [...text.trim().matchAll(placeholder)];
  return match?.[0] === text.trim() ? placeholderName(match[1] ?? "", lookup) : undefined;
}

/** Resolves every text inside a JSON value, at any depth; keys stay as they are. */
export function resolveDeep(value: unknown, lookup: Lookup): unknown {
  if (typeof value === "string") return resolvePlaceholders(value, lookup);
  if (Array.isArray(value)) return value.map((item: unknown) => resolveDeep(item, lookup));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveDeep(item, lookup)]));
}
