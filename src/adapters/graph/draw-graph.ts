import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { Resvg, renderAsync } from "@resvg/resvg-js";
import { AscendiaError } from "../../errors.ts";

/** DOT → SVG by Graphviz in WebAssembly: nothing of it need be installed. */
export async function drawSvg(dot: string): Promise<string> {
  const graphviz = await Graphviz.load();
  return graphviz.dot(dot, "svg");
}

/** A picture of more pixels a side takes many megabytes, and its text is no better to read. */
const longestSide = 7_000;
const sharpness = 2;

/** Up to twice the size of the SVG, on white. The text is drawn with the fonts of this computer. */
export async function drawPng(svg: string): Promise<Uint8Array> {
  requireFont();
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  const zoom = Math.min(sharpness, longestSide / Math.max(width, height));
  const picture = await renderAsync(svg, { background: "#ffffff", fitTo: { mode: "zoom", value: zoom } });
  return picture.asPng();
}

/** Where there is no font resvg leaves all text out and says nothing. */
function requireFont(): void {
  const probe = new Resvg('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">A</text></svg>');
  if (probe.getBBox() !== undefined) return;
  throw new AscendiaError("not_configured", "A PNG cannot be drawn: this computer has no fonts.", {
    hint: "Install a font (Debian: apt-get install fonts-liberation), or ask for .svg or .html.",
  });
}
