import { table } from "../terminal/table.ts";

export interface DemoClinic {
  readonly slug: string;
  readonly clinic_id: string;
  readonly phone_number: string;
  /** What the caller hears first, and how long the webhook took to say so. */
  readonly greeting: string;
  readonly webhook_ms: number;
}

export interface DemoReport {
  readonly agent: { readonly agent_id: string; readonly agent_version: number };
  readonly clinics: readonly DemoClinic[];
  readonly simulation: unknown;
  /** Where the demo's data lies, as it is typed; empty when it is this folder. */
  readonly folder: string;
}

export function demoText({ agent, clinics, folder }: DemoReport, simulation: string, width?: number): string {
  return [
    "",
    `One agent for ${clinics.length} clinics: ${agent.agent_id}, version ${agent.agent_version}. What each caller hears first:`,
    "",
    table(
      ["clinic", "number", "first sentence", "webhook"],
      clinics.map(({ slug, phone_number: number, greeting, webhook_ms: ms }) => [slug, number, greeting, `${ms} ms`]),
      { width, keep: ["clinic", "number", "webhook"] },
    ),
    "",
    "Simulated calls, each offline and on a copy of the data:",
    "",
    simulation,
    "",
    ...next(folder),
  ].join("\n");
}

function next(folder: string): readonly string[] {
  const commands = [
    "ascendia simulate --clinic demo-cotonou --scenario book    hear one call, word for word",
    "ascendia clinic:show demo-montreal                         what the webhook is made of",
    "ascendia serve                                             the server that answers Retell",
    "ascendia clinic:onboard                                    your own clinic, question by question",
  ];
  const place = folder === "" ? [] : [`  cd ${folder}`];
  return ["Try next:", ...place, ...commands.map((command) => `  npx ${command}`)];
}
