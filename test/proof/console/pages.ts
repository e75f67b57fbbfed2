import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { clinicRoutes } from "../../../src/console/routes.ts";

/** Each page of the console once: [its name, its address]. */
export function clinicPages(slug: string, ids: { readonly appointment: string; readonly call: string }) {
  return clinicRoutes
    .filter(({ method, path }) => method === "GET" && path !== "/live")
    .map(({ path }) => {
      const filled = path
        .replace(":appointment", ids.appointment)
        .replace(":call", ids.call)
        .replace(":phrase", "greeting");
      return [
        path === "" ? "today" : path.split("/")[1] + (path.includes(":") ? "-one" : ""),
        `/clinics/${slug}${filled}`,
      ] as const;
    });
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: number;
  readonly example: string;
}

declare global {
  // The global that axe.min.js adds to the page.
  var axe: {
    run(): Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string | null;
        readonly nodes: readonly { readonly html: string }[];
      }[];
    }>;
  };
}

/** Serious and critical findings. The page's context must let the script in (`bypassCSP`). */
export async function axeFindings(page: Page): Promise<readonly Finding[]> {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, impact, nodes }) =>
    impact === "serious" || impact === "critical"
      ? [{ id, impact, nodes: nodes.length, example: nodes[0]?.html.slice(0, 160) ?? "" }]
      : [],
  );
}
