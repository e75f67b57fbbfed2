import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-imports.ts";

const SRC = resolve("src");

/** Names of a file's own functions that are constants. One with a type of its own, such as a `Rule`, is a value. */
function arrowsIn(name: string, source: string): readonly string[] {
  return parseSync(name, source).program.body.flatMap((statement) => {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type !== "VariableDeclaration") return [];
    return declared.declarations.flatMap(({ id, init }) =>
      init?.type === "ArrowFunctionExpression" && id.type === "Identifier" && !id.typeAnnotation ? [id.name] : [],
    );
  });
}

test("a function of a file is declared as one", () => {
  const arrows = sourceFiles(SRC).flatMap((file) =>
    arrowsIn(file, readFileSync(join(SRC, file), "utf8")).map((name) => `${file}: ${name}`),
  );
  expect(arrows).toEqual([]);
});

test("a planted arrow is found, and neither a closure nor a value of a named type is", () => {
  const planted = `
    export const twice = (value: number): number => value * 2;
    export const rule: Rule = (flow) => [];
    export function outer(): number { const inner = () => 1; return inner(); }
  `;
  expect(arrowsIn("planted.ts", planted)).toEqual(["twice"]);
});
