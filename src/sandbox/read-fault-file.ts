import * as z from "zod";
import { readControlFile } from "./app.ts";
import { type Fault, faultSchema } from "./schemas/control.ts";

/** A YAML or JSON file `{faults: […]}`. */
export function readFaultFile(path: string): readonly Fault[] {
  return readControlFile(path, {
    name: "fault file",
    schema: z.strictObject({ faults: z.array(faultSchema) }),
    hint: "Write {faults: [{kind, method, path, nth, times}]}, where kind is fail_before, answer_lost, rate_limited, server_error, timeout or reset.",
  }).faults;
}
