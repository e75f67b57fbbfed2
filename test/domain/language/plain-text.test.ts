import * as fc from "fast-check";
import { expect, test } from "vitest";
import { escapedJson, isOneLine, oneLine, plainText } from "../../../src/domain/language/plain-text.ts";

const acting = [
  "\u001B[31m",
  "\u009B2J",
  "\u0007",
  "\u202E",
  "\u2067",
  "\u200F",
  "\u061C",
  "\uFEFF",
  "\u{E0041}",
  "\u{E0131}",
  "\uFE01",
  "\u200B",
  "\u2060",
  "\u00AD",
  "\u007F",
];

test.each(acting)("%j neither affects a terminal nor reaches a prompt", (character) => {
  const text = plainText(`Ann${character}Lee`);
  expect(text).not.toContain(Array.from(character)[0]);
  expect(text).toMatch(/^Ann.*Lee$/u);
});

test("a name is one line, whatever line breaks it contains", () => {
  for (const end of ["\n", "\r\n", "\r", "\u2028", "\u2029", "\t"]) {
    expect(oneLine(`Ann${end}4. Dr. Nobody`)).toBe("Ann 4. Dr. Nobody");
    expect(isOneLine(`Ann${end}4. Dr. Nobody`)).toBe(false);
  }
  expect(isOneLine("Dr. Sènami O’Neil-Dossou")).toBe(true);
});

const hostile = fc.string({ unit: fc.oneof(fc.constantFrom(...acting, "\n", "\r", "{", '"', "é", "李"), fc.string()) });

test("plain text stays the same, and only loses control and invisible characters", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const plain = plainText(text);
      expect(plainText(plain)).toBe(plain);
      expect(oneLine(text)).not.toMatch(/[\n\r]/u);
    }),
  );
});

test("escaped JSON contains no control or invisible characters, and parses to the same value", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const json = escapedJson(JSON.stringify({ text }));
      expect(plainText(json)).toBe(json);
      expect(JSON.parse(json)).toEqual({ text });
    }),
  );
});
