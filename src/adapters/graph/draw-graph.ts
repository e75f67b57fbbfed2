import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { Resvg, renderAsync } from "@resvg/resvg-js";
import { AscendiaError } from "../../errors.ts";

/** Renders DOT as SVG with Graphviz in WebAssembly, so that nothing has to be installed. */
export async function drawSvg(dot: string): Promise<string> {
  const graphviz = await Graphviz.load();
  return graphviz.dot(dot, "svg");
}

/** A larger picture would take many megabytes, and its text would be no easier to read. */
const longestSide = 7_000;
const sharpness = 2;

/** Draws on white, at up to twice the SVG's size, with this computer's fonts. */
export async function drawPng(svg: string): Promise<Uint8Array> {
  requireFont();
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  const zoom = Math.min(sharpness, longestSide / Math.max(width, height));
  const picture = await renderAsync(svg, { background: "#ffffff", fitTo: { mode: "zoom", value: zoom } });
  return picture.asPng();
}

/** Without a font, resvg silently leaves out all text. */
function requireFont(): void {
  const probe = new Resvg('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">A</text></svg>');
  if (probe.getBBox() !== undefined) return;
  throw new AscendiaError("not_configured", "Cannot draw a PNG: this computer has no fonts.", {
    hint: "Install a font (Debian: apt-get install fonts-liberation), or ask for .svg or .html.",
  });
}
