/** Draws flows. The programs behind it are loaded when first used. */
export interface FlowPainter {
  /** @param dot the language of Graphviz @returns an SVG document */
  svg(dot: string): Promise<string>;
  /** @throws not_configured where the computer has no font to write with */
  png(svg: string): Promise<Uint8Array>;
}
