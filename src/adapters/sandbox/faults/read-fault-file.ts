import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";
import { AscendiaError } from "../../../domain/errors.ts";
import { describeIssues } from "../http/describe-issues.ts";
import { type Fault, faultSchema } from "../schemas/fault-schema.ts";

const faultFile = z.strictObject({ faults: z.array(faultSchema) });

const hint =
  "Write {faults: [{kind, method, path, nth, times}]}, kind being fail_before, answer_lost, rate_limited, server_error, timeout or reset.";

/** A YAML or JSON file `{faults: […]}`. */
export const readFaultFile = (path: string): readonly Fault[] => {
  const parsed = faultFile.safeParse(readYaml(path));
  if (parsed.success) return parsed.data.faults;
  throw new AscendiaError("invalid", `The fault file ${path}: ${describeIssues(parsed.error.issues)}`, { hint });
};

const readYaml = (path: string): unknown => {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new AscendiaError("invalid", `Cannot read the fault file ${path}: ${String(error)}`, { hint, cause: error });
  }
};
