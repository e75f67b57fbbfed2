import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { austin, cotonou, installClinics } from "../commands/simulate-fixture.ts";
import { type AlteringServer, alteringServer } from "./planted-faults/altering-server.ts";
import { ascendia } from "./simulation/command.ts";
import { serve } from "./slot-race/serving.ts";

const document = z.object({
  data: z.object({
    totals: z.object({
      flaky: z.number(),
      vacuous: z.number(),
      leaks: z.number(),
      failed: z.number(),
      passed: z.number(),
    }),
  }),
});

const vacuousScenario = `name: planted-vacuous
title: Expects nothing
languages: [fr, en]
caller:
  turns:
    - say: { fr: "Quels sont vos horaires ?", en: "What are your opening hours?" }
`;

/** Plain calls that only read: doctors are listed by a function, so that a flaky tool shows. */
const readingScenario = `name: planted-reading
title: Asks for a day
languages: [fr, en]
needs: { doctors: 1, openDates: 1 }
caller:
  turns:
    - say: { fr: "Je voudrais prendre un rendez-vous.", en: "I would like to book an appointment." }
    - say: { fr: "Avec le docteur {{clinic.doctors[0].name}}.", en: "With Doctor {{clinic.doctors[0].name}}." }
    - say: { fr: "Plutôt le {{clinic.openDates[0].spoken}}.", en: "On {{clinic.openDates[0].spoken}}, please." }
expect:
  nodes: { passed: [offer_slots] }
`;

interface Planted {
  readonly what: string;
  readonly code: number;
  readonly argv: (url: string) => readonly string[];
  readonly seen: (totals: z.infer<typeof document>["data"]["totals"]) => boolean;
}

/** A leak, a scenario without expectations and a flaky tool are each reported as such, with their exit codes. */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-planted-"));
  const database = await installClinics(folder, [cotonou, austin]);
  for (const [name, text] of Object.entries({ vacuous: vacuousScenario, reading: readingScenario })) {
    writeFileSync(join(folder, `${name}.yaml`), text);
  }
  const server = await serve({ folder, databasePath: database });
  const altering = await alteringServer(server.url, { id: cotonou.clinic.id, phoneNumber: cotonou.phoneNumber });
  try {
    const results = [];
    for (const planted of plants(altering)) results.push(await check(planted, { folder, url: altering.url }));
    return { passed: results.filter(Boolean).length, total: results.length };
  } finally {
    altering.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function plants(altering: AlteringServer): readonly Planted[] {
  const remote = (suite: string) => (url: string) => {
    altering.use(suite === "leak" ? "leak" : suite === "flaky" ? "flaky" : "nothing");
    return [
      "--clinic",
      "austin-family",
      "--suite",
      "reading.yaml",
      "--url",
      url,
      ...(suite === "flaky" ? ["--repeat", "4"] : []),
    ];
  };
  return [
    {
      what: "nothing planted",
      code: 0,
      argv: remote("none"),
      seen: ({ passed, leaks }) => passed === 1 && leaks === 0,
    },
    { what: "leak: another clinic's variables", code: 1, argv: remote("leak"), seen: ({ leaks }) => leaks > 0 },
    {
      what: "flaky tool: every other answer is a 500",
      code: 3,
      argv: remote("flaky"),
      seen: ({ flaky, failed }) => flaky === 1 && failed === 0,
    },
    {
      what: "vacuous scenario",
      code: 6,
      argv: () => ["--all", "--suite", "vacuous.yaml"],
      seen: ({ vacuous }) => vacuous === 2,
    },
  ];
}

async function check(
  { what, code, argv, seen }: Planted,
  { folder, url }: { readonly folder: string; readonly url: string },
) {
  const result = await ascendia(["simulate", ...argv(url), "--now", "--json"], folder);
  const { totals } = document.parse(JSON.parse(result.stdout)).data;
  const held = result.code === code && seen(totals);
  print(
    `${held ? "as it should" : "NOT SO"}: ${what}, exit ${result.code} (wanted ${code}), ${JSON.stringify(totals)}`,
  );
  return held;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
