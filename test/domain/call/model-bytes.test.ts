import { array, assert, constantFrom, property, string, tuple, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { ModelBytes } from "../../../src/domain/call/kept/model-bytes.ts";

const words = constantFrom(
  "the clinic is open ",
  "la clinique est fermée ",
  "¿en qué le ayudo? ",
  "Dr. Awa ",
  "\u0000",
  "x",
);

const text = tuple(array(words, { maxLength: 60 }), string({ maxLength: 40, unit: "binary" })).map(([repeated, own]) =>
  new TextEncoder().encode(`${repeated.join("")}${own}${repeated.slice(0, 5).join("")}`),
);

function compressed(model: ModelBytes, bytes: Uint8Array): Uint8Array {
  const into = new Uint8Array(ModelBytes.mostBytes(bytes.byteLength));
  return into.slice(0, model.compress(bytes, into));
}

function expanded(model: ModelBytes, stored: Uint8Array | undefined, length: number): Uint8Array {
  const into = new Uint8Array(length);
  model.expand(stored ?? new Uint8Array(0), into);
  return into;
}

test("every text is expanded to the same bytes, whatever the model", () => {
  assert(
    property(text, array(text, { minLength: 1, maxLength: 5 }), (like, texts) => {
      const model = new ModelBytes(like);
      const stored = texts.map((bytes) => compressed(model, bytes));
      for (const [index, bytes] of texts.entries()) {
        expect(expanded(model, stored[index], bytes.byteLength)).toEqual(bytes);
      }
    }),
  );
});

test("bytes that resemble nothing take a few bytes more than their length", () => {
  assert(
    property(uint8Array({ maxLength: 3000 }), uint8Array({ maxLength: 3000 }), (like, bytes) => {
      const model = new ModelBytes(like);
      expect(expanded(model, compressed(model, bytes), bytes.byteLength)).toEqual(bytes);
    }),
  );
});

function page(name: string): Uint8Array {
  return new TextEncoder().encode(`Welcome to ${name}. ${name} is open from 8 to 18. How may I help you? `.repeat(20));
}

test("a text like the model takes a fraction of its length", () => {
  const bytes = page("Test Clinic 7");
  expect(compressed(new ModelBytes(page("Sample Clinic")), bytes).byteLength).toBeLessThan(bytes.byteLength / 8);
});
