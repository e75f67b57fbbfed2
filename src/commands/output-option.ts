import type { Command } from "commander";
import { AscendiaError } from "../errors.ts";
import type { Context } from "./context.ts";

export interface OutputFlags {
  readonly output?: string;
  readonly force?: boolean;
}

export function addOutputOption(command: Command, description: string): Command {
  return addForceOption(command.option("-o, --output <file>", description));
}

export function addForceOption(command: Command): Command {
  return command.option("--force", "replace the output file if there is one");
}

/** Asked before anything is read or written. @throws conflict when there is such a file already */
export function refuseToReplace(
  path: string | undefined,
  { force }: Pick<OutputFlags, "force">,
  { isThere, isFolder }: Pick<Context, "isThere" | "isFolder">,
): void {
  if (path !== undefined && (path === "" || isFolder(path))) {
    const what = path === "" ? "The name of the output file is empty." : `${path} is a folder, not a file.`;
    throw new AscendiaError("usage", `${what} Nothing was written.`, { hint: "Name a file, such as -o export.json." });
  }
  if (path === undefined || force === true || !isThere(path)) return;
  throw new AscendiaError("conflict", `There is already a file ${path}. Nothing was written.`, {
    hint: "Name another file, or replace this one with --force.",
  });
}
