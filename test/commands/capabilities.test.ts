import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import * as z from "zod";
import { publishedPaths } from "../server/published-answers.ts";
import { newFolder, run } from "../fakes/world.ts";

const capabilitiesSchema = z.object({
  data: z.object({
    commands: z.array(
      z.looseObject({ name: z.string(), writes: z.boolean(), schema: z.string(), examples: z.array(z.string()) }),
    ),
    routes: z.array(z.object({ method: z.string(), path: z.string() })),
  }),
});

async function capabilities() {
  const { stdout } = await run(["capabilities", "--json"], { cwd: newFolder() });
  return capabilitiesSchema.parse(JSON.parse(stdout)).data;
}

it("names every path of the server, and a schema and an example of every command", async () => {
  const { commands, routes } = await capabilities();
  const http = routes.filter(({ method }) => method !== "WS").map(({ path }) => path);
  expect(http.toSorted()).toEqual([...publishedPaths].toSorted());
  expect(commands.filter(({ schema }) => !existsSync(schema)).map(({ name }) => name)).toEqual([]);
  expect(commands.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
});
