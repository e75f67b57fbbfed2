import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const dist = resolve("dist");

/** What the built command tree prints, without the text that the build keeps of it. */
function builtTree(argv: readonly string[]): string {
  const script = `require(${JSON.stringify(`${dist}/main.cjs`)}).main(${JSON.stringify(argv)}, process);`;
  return execFileSync(process.execPath, ["-e", script], { encoding: "utf8" });
}

const started = (argv: readonly string[]): string =>
  execFileSync(process.execPath, [resolve("bin/ascendia.js"), ...argv], { encoding: "utf8" });

describe("the help that the build keeps", () => {
  test.each([[[]], [["--help"]], [["-h"]], [["help"]], [["--help", "--json"]], [["clinic:list", "--help"]]])(
    "%j prints what the command tree prints",
    (argv) => {
      const printed = started(argv);
      expect(printed).toBe(builtTree(argv));
      expect(printed).toContain("Usage: ascendia");
    },
  );

  test.each([
    [["--help"], { isTTY: true }, dist],
    [["clinic:list", "--help"], {}, dist],
    [["--help"], {}, resolve("nowhere")],
  ])("is not for %j on %j with the build in %s", (argv, stdout, folder) => {
    const kept = `require(${JSON.stringify(resolve("bin/help-text.js"))}).helpText`;
    const script = `console.log(typeof ${kept}(...${JSON.stringify([argv, stdout, folder])}))`;
    expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe("undefined\n");
  });
});
