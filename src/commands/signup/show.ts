import type { Command } from "commander";
import { filledIn } from "../../domain/clinic/requests/sign-up.ts";
import { shortId } from "../../domain/find-by-id.ts";
import { terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { approval, signUpJson, signUpNamed } from "./view.ts";

export function configure(command: Command, context: Context): void {
  command
    .description("show a sign-up in the format of clinic.json")
    .argument("<signup>", "sign-up id, or its last characters as shown by signup:list")
    .action((id: string) => show(id, context));
}

async function show(id: string, context: Context): Promise<void> {
  const signUp = await signUpNamed(id, context);
  const form = filledIn(signUp);
  context.output.result({ ...signUpJson(signUp), form }, () =>
    [
      `${terminalSafe(signUp.name)}, ${signUp.state}`,
      ...(form === null
        ? ["The form has been erased."]
        : [
            ...JSON.stringify(form, null, 2).split("\n").map(terminalSafe),
            `Approve it with: ${approval(signUp, form["country"])}`,
            `Refuse it with: ascendia signup:refuse ${shortId(signUp.id)}`,
          ]),
    ].join("\n"),
  );
}
