import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type Run, newFolder, run } from "../fakes/world.ts";

const MINUTES = 180_000;

interface Folder {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A line as the examples have it: `ascendia …`, or `node … > file`. */
async function typed(line: string, folder: Folder): Promise<Run> {
  const [program, ...words] = line.replace(/^npx /, "").split(" ");
  if (program === "ascendia") return run(words, folder);
  const [script = "", argument = "", redirect, file = ""] = words;
  expect([program, redirect, words.length]).toEqual(["node", ">", 4]);
  writeFileSync(join(folder.cwd, file), execFileSync(process.execPath, [script, argument], { cwd: folder.cwd }));
  return { code: 0, stdout: "", stderr: "" };
}

/** Each line with its exit code, and what it said where that is not 0. */
async function outcomes(lines: readonly string[], folder: Folder): Promise<readonly string[]> {
  const said: string[] = [];
  for (const line of lines) {
    const { code, stdout, stderr } = await typed(line, folder);
    said.push(code === 0 ? line : `${line}\n  exit ${code}: ${stdout}${stderr}`);
  }
  return said;
}

it("every command of examples/README.md works, in its order", { timeout: MINUTES }, async () => {
  const blocks = [...readFileSync("examples/README.md", "utf8").matchAll(/^```\n([\s\S]*?)^```/gm)];
  const lines = blocks.flatMap(([, block = ""]) => block.trim().split("\n"));
  const cwd = newFolder();
  cpSync("examples", join(cwd, "examples"), { recursive: true });
  cpSync("templates", join(cwd, "templates"), { recursive: true });
  expect(lines.length).toBeGreaterThan(5);
  expect(await outcomes(lines, { cwd })).toEqual(lines);
});

const workflowSchema = z.object({
  jobs: z.object({
    simulate: z.object({
      env: z.record(z.string(), z.string()),
      steps: z.array(z.object({ run: z.string().optional() })),
    }),
  }),
});

/** The repository that the workflow is for: a template, a table and scenarios. */
function repositoryOfWorkflow(): Folder & { readonly lines: readonly string[] } {
  const { env, steps } = workflowSchema.parse(parse(readFileSync("examples/github-action/receptionist.yml", "utf8")))
    .jobs.simulate;
  const lines = steps.flatMap(({ run: script = "" }) => script.trim().split("\n"));
  const cwd = newFolder();
  cpSync("examples/clinics.csv", join(cwd, "clinics.csv"));
  cpSync("examples/scenarios", join(cwd, "scenarios"), { recursive: true });
  const template = execFileSync(process.execPath, ["examples/template/make-template.mjs", "templates/master-agent"]);
  writeFileSync(join(cwd, "template.json"), template);
  return { cwd, env, lines: lines.filter((line) => line.startsWith("ascendia ")) };
}

it("every step of the example workflow passes on a good pull request", { timeout: MINUTES }, async () => {
  const { lines, ...folder } = repositoryOfWorkflow();
  expect(lines.map((line) => line.split(" ")[1])).toEqual([
    "agent:validate",
    "agent:create",
    "clinic:onboard",
    "simulate",
  ]);
  expect(await outcomes(lines, folder)).toEqual(lines);
  expect(readFileSync(join(folder.cwd, "simulation.xml"), "utf8")).toContain("<testsuites");
});

it("the example workflow stops a pull request that breaks the template", async () => {
  const { cwd, env, lines } = repositoryOfWorkflow();
  const path = join(cwd, "template.json");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace('"destination_node_id": "goodbye"', '"destination_node_id": "nowhere"'),
  );
  const [validate = ""] = lines;
  const { code, stdout } = await typed(validate, { cwd, ...(env === undefined ? {} : { env }) });
  expect([code === 0, stdout.includes("nowhere")]).toEqual([false, true]);
});

it("the example template refuses a shipped one that it no longer fits", () => {
  const old = newFolder();
  writeFileSync(join(old, "agent.json"), JSON.stringify({ topics: [], agent: {}, flow: { tools: [] } }));
  const made = (): unknown =>
    execFileSync(process.execPath, ["examples/template/make-template.mjs", old], { stdio: ["ignore", "pipe", "pipe"] });
  expect(made).toThrow('the template has no "agent_name" here');
});
