import type { Script } from "../../domain/flow/ports.ts";

/** What the script is given, as text: put beside the program, not into it, as reading code costs more than reading JSON. */
export function guestInputs(script: Script): string {
  return JSON.stringify({ dv: script.variables, metadata: script.metadata ?? {} });
}

/**
 * The script with `dv`, `metadata` and `console` around it; top-level `await` and `return` are allowed
 * (retell-api.md 1.9). It evaluates to a promise of the result as JSON text. Whatever the host offers is taken off
 * the global object first, so that the script sees only what is documented.
 */
export function guestProgram({ code }: Pick<Script, "code">): string {
  return `(async () => {
const { hostInputs, hostLog, hostFetch } = globalThis;
delete globalThis.hostInputs;
delete globalThis.hostLog;
delete globalThis.hostFetch;
const { dv, metadata } = JSON.parse(hostInputs);
const line = (values) => values.map((value) => typeof value === "string" ? value : JSON.stringify(value) ?? String(value)).join(" ");
const write = (...values) => hostLog(line(values));
const console = { log: write, info: write, warn: write, error: write, debug: write };
if (hostFetch) {
  globalThis.fetch = async (url, init = {}) => {
    const answer = JSON.parse(await hostFetch(JSON.stringify({ url: String(url), method: init.method ?? "GET", headers: init.headers ?? {}, body: init.body ?? "" })));
    if (answer.failed) throw new TypeError(answer.failed);
    const { status, headers, body } = answer;
    return { status, ok: status >= 200 && status < 300, headers: { get: (name) => headers[name.toLowerCase()] ?? null }, text: async () => body, json: async () => JSON.parse(body) };
  };
}
const result = await (async (dv, metadata, console) => {
${code}
})(dv, metadata, console);
return JSON.stringify(result);
})()`;
}
