import { decide } from "./decide.ts";
import type { HandlerOf } from "./handler.ts";
import { wait } from "./step.ts";
import { pressDigits } from "./telephony-call.ts";

/** Presses, then judges whenever the other side stops talking; while nothing matches it presses on (1.5). */
export const pressDigit: HandlerOf<"press_digit"> = {
  async enter(run, node) {
    await pressDigits(run, node, node.instruction.text);
    return wait;
  },
  async hear(run, node) {
    const step = await decide(run, node, "caller");
    if (step.kind === "wait") await pressDigits(run, node, node.instruction.text);
    return step;
  },
};
