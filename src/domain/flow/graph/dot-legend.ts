import { labelText } from "./dot-text.ts";
import type { FlowGraph } from "./flow-graph.ts";
import { legendOf } from "./legend.ts";
import type { EdgeLook } from "./looks.ts";

/** Drawn as the label of the whole graph, so that it never takes part in the layout. */
export function dotLegend(graph: FlowGraph): string {
  const { nodes, edges, coverage } = legendOf(graph);
  const title = `<FONT POINT-SIZE="22"><B>${labelText(graph.title)}</B></FONT>`;
  const types = nodes.map(
    ({ label, colour, count }) => `<TD BGCOLOR="${colour}">${labelText(`${label} ${count}`)}</TD>`,
  );
  const lines = [...edges, ...coverage].map(
    ({ line, colour, label }) => `<TD><FONT COLOR="${colour}"><B>${strokes[line]}</B>  ${labelText(label)}</FONT></TD>`,
  );
  const rows = [title, row(types), row(lines)].map((content) => `<TR><TD ALIGN="LEFT">${content}</TD></TR>`);
  return table(rows.join(""));
}

function row(cells: readonly string[]): string {
  return cells.length === 0 ? " " : table(`<TR>${cells.join("")}</TR>`);
}

function table(rows: string): string {
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="4" CELLPADDING="3">${rows}</TABLE>`;
}

const strokes: Readonly<Record<EdgeLook["line"], string>> = { solid: "———", dashed: "– – –", dotted: "· · · ·" };
