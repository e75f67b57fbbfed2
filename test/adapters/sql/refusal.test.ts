import { expect, test } from "vitest";
import { explained } from "../../../src/adapters/sql/postgres/refusal.ts";
import { AscendiaError } from "../../../src/errors.ts";
import { importsIn } from "../../architecture/source-imports.ts";

const refused = (code: string) => Object.assign(new Error("refused"), { code });

test.each([
  ["28P01", "PostgreSQL refuses the password, or does not know the user."],
  ["28000", "PostgreSQL does not let this user in from this machine."],
  ["3D000", "PostgreSQL has no database of the name in ASCENDIA_DATABASE_URL."],
])("%s is explained by its code", (code, message) => {
  expect(explained(refused(code))).toMatchObject({ code: "not_configured", message });
});

test.each([
  [
    "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string",
    "PostgreSQL asks for a password, and there is none.",
  ],
  ["The server does not support SSL connections", "PostgreSQL and this machine do not agree on encryption."],
])("%s is explained although it has no code of PostgreSQL's", (said, message) => {
  expect(explained(new Error(said))).toMatchObject({ code: "not_configured", message });
});

test("access to another clinic's row stays an internal error", () => {
  const error = Object.assign(new Error("new row violates row-level security policy"), { code: "42501" });
  expect(explained(error)).toBe(error);
  expect(error).not.toBeInstanceOf(AscendiaError);
});

test("the code for PostgreSQL does not load the embedded database's module at start-up", () => {
  const imports = importsIn("src").filter(({ isEager }) => isEager);
  const reached = new Set(["adapters/sql/store.ts", "adapters/sql/postgres/open-postgres.ts", "server/app.ts"]);
  for (const file of reached) {
    for (const { target } of imports.filter((one) => one.file === file)) reached.add(target);
  }
  expect([...reached]).toContain("kysely");
  expect([...reached].filter((name) => name === "better-sqlite3")).toEqual([]);
});
