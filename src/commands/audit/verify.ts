import type { Command } from "commander";
import { verifyAudit } from "../../domain/audit/audit-log.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { verdictText } from "./view.ts";

interface VerifyFlags {
  readonly head?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .description("verify that the audit log was not changed")
    .option("--head <seq:hash>", "head printed by an earlier run; it must still be in the log")
    .action((flags: VerifyFlags) => verify(flags, context));
}

async function verify(flags: VerifyFlags, context: Context): Promise<void> {
  const noted = flags.head === undefined ? undefined : headOf(flags.head);
  const verdict = await verifyAudit(await context.audit(), (text) => context.digest(text), noted);
  const { records, breaks, head } = verdict;
  const data = {
    intact: breaks.length === 0,
    records,
    breaks,
    head: head === null ? null : `${head.seq}:${head.hash}`,
  };
  const [first] = breaks;
  if (first === undefined) return context.output.result(data, () => verdictText(verdict));
  const error = new AscendiaError(
    "failed",
    `The audit log was tampered with, first at entry ${first.seq}: ${first.problem}.`,
    {
      hint: "Compare with an older backup of the database. Entries before that one can be trusted.",
    },
  );
  context.output.failedResult(data, () => verdictText(verdict), error);
  throw error;
}

function headOf(text: string): { readonly seq: number; readonly hash: string } {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/u.exec(text) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new AscendiaError("usage", "--head must be a number, a colon and 64 hexadecimal digits.", {
    hint: "Copy it from the output of an earlier ascendia audit:verify.",
  });
}
