import { schemaFindings } from "../parse-flow.ts";
import type { Rule } from "./rule.ts";

/** What retell-sdk's types refuse; a missing else edge is told by its own rule. */
export const schemaRule: Rule = ({ flow }) =>
  schemaFindings(flow).filter((finding) => !(finding.field === "else_edge" && finding.message.includes("missing")));
