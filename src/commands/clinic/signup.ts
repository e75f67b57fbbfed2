import type { Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";

interface FormFlags {
  readonly open?: boolean;
  readonly close?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description(
      "show the address of the sign-up form for clinics, or open or close the form; an operator approves each sign-up",
    )
    .option("--open", "accept sign-ups")
    .option("--close", "refuse new sign-ups")
    .action((flags: FormFlags) => form(flags, context));
}

export function isWrite(command: Command): boolean {
  return command.getOptionValue("open") === true || command.getOptionValue("close") === true;
}

async function form({ open = false, close = false, dryRun = false }: FormFlags, context: Context): Promise<void> {
  if (open && close) throw new AscendiaError("usage", "Pass only one of --open and --close.");
  const signUps = await context.signUps();
  const { consoleUrl } = await context.access();
  const before = await signUps.isOpen();
  const after = open || (before && !close);
  if (after !== before && !dryRun) await setOpen(after, context);
  const data = {
    dry_run: dryRun,
    url: `${consoleUrl}/sign-up`,
    open: after,
    changed: after !== before && !dryRun,
    waiting: (await signUps.list({ isWaitingOnly: true })).length,
  };
  context.output.result(data, () => textOf(data, after !== before));
}

async function setOpen(isOpen: boolean, context: Context): Promise<void> {
  const [signUps, audit] = [await context.signUps(), await context.audit()];
  await context.atomically(async () => {
    await signUps.setOpen(isOpen);
    await audit.record({
      act: context.newId(),
      action: "clinic:signup",
      subject: "installation",
      before: { open: !isOpen },
      after: { open: isOpen },
      reason: null,
    });
  });
}

interface FormState {
  readonly dry_run: boolean;
  readonly url: string;
  readonly open: boolean;
  readonly waiting: number;
}

function textOf({ dry_run: isDryRun, url, open, waiting }: FormState, isChange: boolean): string {
  const state = open ? "open" : "closed";
  const said = isDryRun && isChange ? `would be ${state}` : `is ${state}`;
  return [
    `The form at ${url} ${said}.`,
    ...(open ? ["It is served by: ascendia serve --console"] : ["Open it with: ascendia clinic:signup --open"]),
    waiting === 0 ? "No sign-up waits." : `${waiting === 1 ? "1 waits" : `${waiting} wait`}: ascendia signup:list`,
  ].join("\n");
}
