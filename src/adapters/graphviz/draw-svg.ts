import { Graphviz } from "@hpcc-js/wasm-graphviz";

/** DOT → SVG by Graphviz in WebAssembly: nothing of it need be installed. */
export async function drawSvg(dot: string): Promise<string> {
  const graphviz = await Graphviz.load();
  return graphviz.dot(dot, "svg");
}
