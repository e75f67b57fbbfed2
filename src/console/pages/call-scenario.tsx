import { AscendiaError } from "../../errors.ts";
import { bounded } from "../formats.ts";
import { type Answer, type ClinicVisit, recordRead } from "../visit.ts";
import { callPage } from "./call.tsx";
import { Problem } from "./parts.tsx";

const MOST_SAID = 500;

/** The file that `call:to-scenario` writes. */
export async function scenarioOfCall(visit: ClinicVisit): Promise<Answer> {
  const { stores, session, ports, words } = visit;
  const call = await stores.calls.find(visit.parameter("call"));
  if (call === undefined || session.clinicId !== null) throw new AscendiaError("not_found", "no such call");
  await recordRead(visit, "scenario", { call: call.callId });
  const made = await ports.scenarioOf(call.callId);
  if ("name" in made) {
    return { kind: "file", name: `${made.name}.yaml`, type: "application/yaml; charset=utf-8", text: made.yaml };
  }
  const { problem, detail } = made;
  const says = [words.record.problems[problem], ...detail.map((line) => bounded(line, MOST_SAID).text)].join(" ");
  return callPage(visit, <Problem visit={visit} says={says} />);
}
