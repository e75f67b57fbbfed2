import * as z from "zod";
import { boughtClinicFile, clinicFile } from "../../fakes/clinic-file.ts";
import { clinicTable } from "../../fakes/clinic-table.ts";
import { shippedTemplate } from "../../domain/agent/shipped.ts";

/** The initial states; each is created once and copied for every cell. */
export const beginnings = {
  nothing: [],
  "an agent": [["agent:create"]],
  "an agent with a draft": [["agent:create"], ["agent:update", "--template", "template.json"]],
  "an agent and two clinics": [["agent:create"], ["clinic:onboard", "--from", "two.json", "--yes"]],
  "a new version and two clinics": [
    ["agent:create"],
    ["clinic:onboard", "--from", "two.json", "--yes"],
    ["agent:update", "--template", "template.json"],
    ["agent:publish", "--skip-simulation", "--yes"],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly string[])[]>>;

export type Beginning = keyof typeof beginnings;

export interface Scenario {
  readonly name: string;
  readonly beginning: Beginning;
  readonly argv: readonly string[];
  /** The final state, however often the command was interrupted. */
  readonly expected: {
    readonly flows: number;
    readonly agents: number;
    readonly versions: number;
    readonly numbers: number;
  };
  /** Whether every run that has something left to do records its order again. */
  readonly isOrderedAnew?: true;
  /** Whether --quick takes its sample from this scenario too. */
  readonly isQuick: boolean;
}

const offboard = (slug: string, data: string) => ["clinic:offboard", slug, data, "--yes", "--confirm", slug];
const one = { flows: 1, agents: 1, versions: 1, numbers: 1 };

export const scenarios: readonly Scenario[] = [
  {
    name: "agent:create",
    beginning: "nothing",
    argv: ["agent:create"],
    expected: { ...one, numbers: 0 },
    isQuick: true,
  },
  {
    name: "agent:update",
    beginning: "an agent",
    argv: ["agent:update", "--template", "template.json"],
    expected: { ...one, versions: 2, numbers: 0 },
    isQuick: false,
  },
  {
    name: "agent:publish",
    beginning: "an agent with a draft",
    argv: ["agent:publish", "--skip-simulation", "--yes"],
    expected: { ...one, versions: 2, numbers: 0 },
    isQuick: false,
  },
  {
    name: "agent:promote",
    beginning: "a new version and two clinics",
    argv: ["agent:promote", "--version", "1", "--skip-simulation", "--yes"],
    expected: { ...one, versions: 2, numbers: 2 },
    isOrderedAnew: true,
    isQuick: false,
  },
  {
    name: "clinic:onboard, buy",
    beginning: "an agent",
    argv: ["clinic:onboard", "--file", "bought.json", "--yes"],
    expected: one,
    isQuick: true,
  },
  {
    name: "clinic:onboard, import",
    beginning: "an agent",
    argv: ["clinic:onboard", "--file", "imported.json", "--yes"],
    expected: one,
    isQuick: false,
  },
  {
    name: "clinic:onboard --from, three clinics",
    beginning: "an agent",
    argv: ["clinic:onboard", "--from", "clinics.csv", "--concurrency", "1", "--yes"],
    expected: { ...one, numbers: 3 },
    isQuick: false,
  },
  {
    name: "clinic:offboard, bought, erase",
    beginning: "an agent and two clinics",
    argv: offboard("austin-test-clinic", "--erase"),
    expected: one,
    isQuick: true,
  },
  {
    name: "clinic:offboard, imported, keep",
    beginning: "an agent and two clinics",
    argv: offboard("clinique-sainte-therese", "--keep"),
    expected: one,
    isQuick: false,
  },
];

const template = z.looseObject({ agent: z.looseObject({ responsiveness: z.number() }) });

/** Every file that a scenario names. */
export function scenarioFiles(): Readonly<Record<string, string>> {
  const shipped = template.parse(shippedTemplate());
  const changed = { ...shipped, agent: { ...shipped.agent, responsiveness: 0.5 } };
  return {
    "template.json": JSON.stringify(changed),
    "bought.json": JSON.stringify(boughtClinicFile),
    "imported.json": JSON.stringify(clinicFile),
    "two.json": JSON.stringify([boughtClinicFile, clinicFile]),
    "clinics.csv": clinicTable(3),
  };
}
