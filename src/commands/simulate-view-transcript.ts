import type { Check } from "../domain/simulation/run/check-expectations.ts";
import type { RunReport, TranscriptLine } from "../domain/simulation/report.ts";
import { terminalSafe } from "../terminal/table.ts";

const LONGEST_TEXT = 240;

const checkSigns: Readonly<Record<Check["status"], string>> = { passed: "✓", failed: "✗", unchecked: "–" };

/** One call as it was held, each line under the node where it was said, and what was expected of it. */
export function transcriptText({ clinic, scenario, transcript, checks, ended, outcome }: RunReport): string {
  const lines: string[] = [`${clinic} · ${scenario}`];
  let node = "";
  for (const line of transcript) {
    if (line.node !== node) lines.push("", `[${line.node}]`);
    node = line.node;
    lines.push(lineText(line));
  }
  lines.push("", `ended by ${ended ?? "nobody"}, outcome ${outcome ?? "none"}`, "");
  lines.push(...checks.map(checkText));
  return terminalSafe(lines.join("\n"));
}

function checkText({ status, what, found }: Check): string {
  return `${checkSigns[status]} ${what}${found === undefined ? "" : `; found ${found}`}`;
}

function lineText({ speaker, text }: TranscriptLine): string {
  const flat = text.replaceAll(/\s+/g, " ");
  const shown = flat.length > LONGEST_TEXT ? `${flat.slice(0, LONGEST_TEXT)}…` : flat;
  return `  ${`${speaker}:`.padEnd(8)} ${shown}`;
}
