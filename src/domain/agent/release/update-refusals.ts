import { AscendiaError } from "../../../errors.ts";
import type { AgentDrift, AgentDifference } from "../content/diff-agent.ts";
import { headOf } from "../live-versions.ts";

const shownPlaces = 10;

export function refuseDashboardChanges(
  changes: readonly AgentDifference[],
  drift: AgentDrift,
  templateFlag: string,
): AscendiaError {
  const { version } = headOf(drift.live).agent;
  const places = changes.slice(0, shownPlaces).map(({ path, changed }) => `${path} (${whose[changed]})`);
  const more = changes.length > shownPlaces ? [`and ${changes.length - shownPlaces} more`] : [];
  const since = drift.record === undefined ? "and no record shows what ascendia wrote" : "since ascendia last wrote it";
  return new AscendiaError(
    "drift",
    `Version ${version} was changed in Retell's dashboard ${since}, in ${placesText(changes)}. Nothing was written.`,
    {
      hint: `See it with ascendia agent:diff${templateFlag}, then take it into the template (ascendia agent:update${templateFlag} --theirs) or overwrite it with the template (--ours).`,
      detail: [...places, ...more],
    },
  );
}

const whose: Readonly<Record<AgentDifference["changed"], string>> = {
  local: "changed in the template",
  dashboard: "changed in the dashboard",
  both: "changed in the template and in the dashboard",
  unknown: "by an unknown side",
  unpublished: "not published yet",
  model: "renamed by Retell",
};

function placesText(changes: readonly AgentDifference[]): string {
  return changes.length === 1 ? "1 place" : `${changes.length} places`;
}

export function refuseUnpublished(agentId: string): AscendiaError {
  return new AscendiaError("conflict", `The agent ${agentId} has no published version to start from.`, {
    hint: "Finish its creation first: ascendia agent:create",
  });
}

export function notKept(version: number, paths: readonly string[]): AscendiaError {
  return new AscendiaError("failed", `Retell did not keep what was written to version ${version}.`, {
    hint: "Nothing is published. Correct these places in the template, or report them to Retell, then run the same command again.",
    detail: paths,
  });
}
