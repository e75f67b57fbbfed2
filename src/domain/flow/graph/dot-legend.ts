import { escapeXml } from "./dot-text.ts";
import type { FlowGraph } from "./flow-graph.ts";
import { type Legend, legendOf } from "./legend.ts";
import type { EdgeLook } from "./looks.ts";

/** Drawn as the label of the whole graph, so that it never takes part in the layout. */
export function dotLegend(graph: FlowGraph): string {
  const legend = legendOf(graph);
  const title = `<TR><TD ALIGN="LEFT" COLSPAN="40"><FONT POINT-SIZE="22"><B>${escapeXml(graph.title)}</B></FONT></TD></TR>`;
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="5" CELLPADDING="3">${title}${nodeRow(legend)}${edgeRow(legend)}</TABLE>`;
}

function nodeRow({ nodes }: Legend): string {
  const cells = nodes.map(
    ({ label, colour, count }) => `<TD COLSPAN="2" BGCOLOR="${colour}">${escapeXml(`${label} ${count}`)}</TD>`,
  );
  return `<TR>${cells.join("")}</TR>`;
}

function edgeRow({ edges, coverage }: Legend): string {
  const cells = [...edges, ...coverage].map(
    (look) =>
      `<TD COLSPAN="2"><FONT COLOR="${look.colour}"><B>${strokes[look.line]}</B> ${escapeXml(look.label)}</FONT></TD>`,
  );
  return cells.length === 0 ? "" : `<TR>${cells.join("")}</TR>`;
}

const strokes: Readonly<Record<EdgeLook["line"], string>> = { solid: "——", dashed: "– – –", dotted: "· · · ·" };
