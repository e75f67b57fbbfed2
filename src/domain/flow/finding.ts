/** Something to know about a flow. An `error` is what Retell refuses or what makes a call go wrong. */
export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** Node id, inside a component prefixed by `<component name>/`. */
  readonly node?: string;
  readonly edge?: string;
  /** Path inside the node, or inside the flow where there is no node: `instruction.text`. */
  readonly field?: string;
  readonly message: string;
  readonly fix: string;
}

/** One line: `node "greet" edges[0].id: …`. */
export function findingText(finding: Finding): string {
  const node = finding.node === undefined ? "" : `node "${finding.node}" `;
  const edge = finding.edge === undefined ? "" : `edge "${finding.edge}" `;
  const place = `${node}${edge}${finding.field ?? ""}`.trim();
  return `${place === "" ? "flow" : place}: ${finding.message} → ${finding.fix} [${finding.rule}]`;
}
