import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type DesiredAgent, desiredAgent } from "../../../src/domain/agent/agent-content.ts";
import { parseTemplate } from "../../../src/domain/agent/template.ts";

export const publicUrl = "https://voice.example.com";

export function shippedJson(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../templates/${file}`, import.meta.url), "utf8"));
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function shippedAgent(): DesiredAgent {
  const origin = { file: "master-agent.json", values: { PUBLIC_URL: publicUrl } };
  return desiredAgent(parseTemplate(shippedJson("master-agent.json"), origin), sha256);
}
