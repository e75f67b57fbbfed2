import { labelText, leftLines, quoted, tooltip } from "./dot-text.ts";
import type { DrawnEdge, DrawnNode } from "./flow-graph.ts";
import { edgeLooks, marks, nodeLooks } from "./looks.ts";

const cardWidth = 244;
const nameRoom = { columns: 34, lines: 2 };
const textRoom = { columns: 46, lines: 3 };
const edgeRoom = { columns: 44, lines: 2 };
const targetRoom = { columns: 56, lines: 1 };
const badgeRoom = { columns: 46, lines: 2 };

const faint = "#71717a";

/** A card: head in the colour of the node's type, what it says, then one row for each way out, from which its edge leaves. */
export function dotNode(node: DrawnNode, names: ReadonlyMap<string, string>): string {
  const ways = node.edges.map((edge) => edgeRow(node, edge, names.get(edge.to ?? "")));
  const rows = [head(node), ...badges(node), ...body(node), ...ways];
  const table = `<TABLE BORDER="${frameOf(node)}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="${frameColour(node)}" BGCOLOR="#ffffff">${rows.join("")}</TABLE>`;
  return `${node.key} [id=${quoted(node.key)} tooltip=${quoted(`${node.name} (${nodeLooks[node.type].label})`)} label=<${table}>];`;
}

function head(node: DrawnNode): string {
  const { label, colour } = nodeLooks[node.type];
  const background = node.isReachable ? colour : "#e4e4e7";
  const name = leftLines(node.name, nameRoom);
  const ink = inkOf(node);
  return cell(
    `PORT="head" BGCOLOR="${background}" WIDTH="${cardWidth}" TOOLTIP="${tooltip(`${node.name}\n${node.id}`)}"`,
    `<FONT COLOR="${ink}" POINT-SIZE="12"><B>${name}</B></FONT><BR ALIGN="LEFT"/><FONT COLOR="${ink}" POINT-SIZE="8">${labelText(label)}</FONT><BR ALIGN="LEFT"/>`,
  );
}

function badges(node: DrawnNode): readonly string[] {
  const texts = [
    node.isStart ? { colour: "#166534", text: "START" } : undefined,
    node.globalCondition === undefined
      ? undefined
      : { colour: "#86198f", text: `GLOBAL, from anywhere: ${node.globalCondition}` },
    node.isReachable ? undefined : { colour: "#52525b", text: "UNREACHABLE" },
    node.isCovered === false ? { colour: marks.notCovered, text: "NOT COVERED" } : undefined,
  ].filter((badge) => badge !== undefined);
  return texts.map(({ colour, text }) =>
    cell(
      `BGCOLOR="#fafafa" TOOLTIP="${tooltip(text)}"`,
      `<FONT COLOR="${colour}" POINT-SIZE="9"><B>${leftLines(text, badgeRoom)}</B></FONT>`,
    ),
  );
}

function body(node: DrawnNode): readonly string[] {
  if (node.text === "") return [];
  const text = leftLines(node.text, textRoom);
  return [cell(`TOOLTIP="${tooltip(node.text)}"`, `<FONT COLOR="${inkOf(node)}" POINT-SIZE="10">${text}</FONT>`)];
}

/** Names where it leads, so that a far line need not be followed with the finger. */
function edgeRow(node: DrawnNode, edge: DrawnEdge, destination: string | undefined): string {
  const { label, colour } = edgeLooks[edge.kind];
  const isLoose = destination === undefined && edge.kind !== "go_back";
  const text = edge.kind === "go_back" ? `back when: ${edge.text}` : edge.text;
  const ink = node.isReachable ? colour : faint;
  const target = destination === undefined ? "" : `→ ${destination}`;
  return cell(
    `PORT="${edge.key}" SIDES="T" BORDER="1" COLOR="#e4e4e7" TOOLTIP="${tooltip(`${label}: ${text}\n${target}\n${edge.id}`)}"`,
    [
      font({ ink, size: 10 }, leftLines(text, edgeRoom)),
      ...(isLoose ? [font({ ink: marks.unconnected, size: 8 }, "NOT CONNECTED")] : []),
      ...(target === "" ? [] : [font({ ink: faint, size: 8 }, leftLines(target, targetRoom))]),
    ].join('<BR ALIGN="LEFT"/>'),
  );
}

function font({ ink, size }: { readonly ink: string; readonly size: number }, text: string): string {
  return `<FONT COLOR="${ink}" POINT-SIZE="${size}">${text}</FONT>`;
}

function cell(attributes: string, content: string): string {
  return `<TR><TD ALIGN="LEFT" BALIGN="LEFT" ${attributes}>${content}</TD></TR>`;
}

function inkOf(node: DrawnNode): string {
  return node.isReachable ? "#18181b" : faint;
}

function frameOf(node: DrawnNode): number {
  return node.globalCondition !== undefined || node.isCovered !== undefined ? 3 : 1;
}

function frameColour(node: DrawnNode): string {
  if (node.isCovered !== undefined) return node.isCovered ? marks.covered : marks.notCovered;
  if (!node.isReachable) return marks.unreachable;
  return node.globalCondition === undefined ? "#52525b" : "#a21caf";
}
