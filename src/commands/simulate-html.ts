import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Flow } from "../domain/flow/flow.ts";
import { escapeXml } from "../domain/flow/graph/dot-text.ts";
import { describeFlow } from "../domain/flow/graph/describe-flow.ts";
import { toDot } from "../domain/flow/graph/to-dot.ts";
import { flowIndex } from "../domain/simulation/html/flow-index.ts";
import { pageBuilder } from "../domain/simulation/html/page-data.ts";
import type { ClinicReport, SimulationReport } from "../domain/simulation/report.ts";
import type { FleetPorts } from "../domain/simulation/simulate-fleet.ts";
import type { Context } from "./context.ts";

export interface HtmlReport {
  /** To be told of every clinic with all of its calls. */
  add(clinic: ClinicReport): void;
  write(report: SimulationReport): Promise<void>;
}

/** One page with everything in it, packed: it opens from a file, without a network. */
export function htmlReport(target: { readonly file: string; readonly flow: Flow }, context: Context): HtmlReport {
  const graph = describeFlow(target.flow, { title: "" });
  const page = pageBuilder(flowIndex(graph));
  return {
    add: (clinic) => page.add(clinic),
    write: async (report) => {
      const svg = await (await context.painter()).svg(toDot(graph, { legend: false }));
      const data = { ...page.result(report), svg: svg.slice(svg.indexOf("<svg")) };
      const packed = gzipSync(JSON.stringify(data), { level: 9 });
      const frame = await context.readInput(context.shippedFile("templates/simulation-page.html"));
      await context.writeOutput(target.file, filled(frame, { title: titleOf(report), packed }));
      context.output.note(`report for the browser: ${target.file} (${Math.ceil(packed.length / 1024)} KB of data)`);
    },
  };
}

type Recorder = FleetPorts["record"];

/** A record that the page reads along with; undefined where neither is asked for. */
export function alsoTo(page: HtmlReport | undefined, record: Recorder): Recorder {
  if (page === undefined) return record;
  return async (clinic) => {
    page.add(clinic);
    await record?.(clinic);
  };
}

/** Only the page's own script may run in it, whatever its data holds. */
function filled(frame: string, { title, packed }: { readonly title: string; readonly packed: Buffer }): string {
  const script = /<script>([\s\S]*?)<\/script>/.exec(frame)?.[1] ?? "";
  const parts: Readonly<Record<string, string>> = {
    TITLE: escapeXml(title),
    SCRIPT_HASH: createHash("sha256").update(script).digest("base64"),
    DATA: packed.toString("base64"),
  };
  return frame.replaceAll(/%(TITLE|SCRIPT_HASH|DATA)%/g, (_, part: string) => parts[part] ?? "");
}

function titleOf({ clinics, totals }: SimulationReport): string {
  const [only] = clinics;
  const who = clinics.length === 1 && only !== undefined ? only.clinic : `${clinics.length} clinics`;
  return `Simulation: ${who}, ${totals.passed} of ${totals.runs - totals.skipped} calls passed`;
}
