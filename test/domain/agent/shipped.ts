import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type DesiredAgent, desiredAgent } from "../../../src/domain/agent/agent-content.ts";
import { type MasterTemplate, parseTemplate } from "../../../src/domain/agent/template.ts";

export const publicUrl = "https://voice.example.com";

export function shippedJson(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../templates/${file}`, import.meta.url), "utf8"));
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function shippedTemplate(): MasterTemplate {
  return parseTemplate(shippedJson("master-agent.json"), {
    file: "master-agent.json",
    values: { PUBLIC_URL: publicUrl },
  });
}

export function shippedAgent(): DesiredAgent {
  return desiredAgent(shippedTemplate(), sha256);
}
