import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import * as z from "zod";
import { type DesiredAgent, desiredAgent } from "../../../src/domain/agent/content/agent-content.ts";
import { readTemplateFiles } from "../../../src/domain/agent/template/template-files.ts";
import { type MasterTemplate, parseTemplate } from "../../../src/domain/agent/template/template.ts";

export const publicUrl = "https://voice.example.com";

const templates = new URL("../../../templates/", import.meta.url);

export function shippedJson(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, templates), "utf8"));
}

const { json } = await readTemplateFiles("master-agent", {
  list: (folder) => Promise.resolve(readdirSync(new URL(folder, templates))),
  readJson: (file) => Promise.resolve(shippedJson(file)),
});
const shape = z.object({ agent: z.record(z.string(), z.unknown()), flow: z.record(z.string(), z.unknown()) });

/** The shipped template as one JSON, with unfilled build-time placeholders; a copy that may be changed. */
export function shippedTemplate(): z.infer<typeof shape> {
  return shape.parse(structuredClone(json));
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The shipped template, parsed with a public URL. */
export function parsedTemplate(): MasterTemplate {
  return parseTemplate(shippedTemplate(), { file: "master-agent", values: { PUBLIC_URL: publicUrl } });
}

export function shippedAgent(): DesiredAgent {
  return desiredAgent(parsedTemplate(), sha256);
}
