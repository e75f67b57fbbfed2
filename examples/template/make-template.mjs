/**
 * node make-template.mjs <folder of the shipped template> > template.json
 *
 * Your own template as a list of changes to the shipped one, instead of a copy that grows old: after an update of ascendia run
 * it again. A change that no longer finds its place fails.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("Usage: node make-template.mjs <folder> > template.json");
const read = (name) => JSON.parse(readFileSync(join(path, `${name}.json`), "utf8"));
const { topics, agent, flow: settings } = read("agent");
const flow = { ...settings, nodes: topics.flatMap((topic) => read(topic).nodes) };
const template = { agent, flow };

// How the agent sounds and how long it waits.
change(agent, "agent_name", "Lakeside group receptionist");
change(agent, "responsiveness", 0.8);
change(agent, "end_call_after_silence_ms", 45_000);

// What it must not do, for every clinic.
change(flow, "global_prompt", `${flow.global_prompt}\n\nNever recommend a medicine or a dose, even when asked twice.`);

// One tool that may take longer here.
change(named(flow.tools, "check_availability"), "timeout_ms", 15_000);

console.log(JSON.stringify(template, null, 2));

function change(target, key, value) {
  if (!(key in target)) throw new Error(`the template has no "${key}" here; look at what changed in it`);
  target[key] = value;
}

function named(list, name) {
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the template has no "${name}"; look at what changed in it`);
  return found;
}
