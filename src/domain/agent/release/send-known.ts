import { AscendiaError } from "../../../errors.ts";
import { contentOf } from "../bare-content.ts";
import type { DesiredAgent } from "../content/agent-content.ts";
import type { AgentContent } from "../ports.ts";
import { addedKeys, foreignPlaces, knownPart, unknownText } from "../content/unknown-content.ts";

interface Sending {
  /** Includes parts of the live version that this version does not know. */
  readonly whole: DesiredAgent;
  readonly live: AgentContent;
}

/**
 * Sends the whole content. If Retell refuses unknown keys that it showed itself, sends the rest, because Retell adds
 * such keys by itself. @returns what was left out; "" for nothing
 */
export async function sendAll(
  { whole, live }: Sending,
  part: keyof AgentContent,
  send: (content: DesiredAgent) => Promise<void>,
): Promise<string> {
  try {
    await send(whole);
    return "";
  } catch (error) {
    const content = { agent: whole.settings, flow: whole.flow };
    const known = knownPart(content);
    const leftOut = addedKeys(content, known).filter(({ path }) => path.startsWith(`${part}.`));
    const shown = new Set(foreignPlaces(contentOf(live)).map(({ path }) => path));
    const isShown = leftOut.length > 0 && leftOut.every(({ path }) => shown.has(path));
    if (!isShown || !isRefusal(error) || sizeOf(content) !== sizeOf(known)) throw error;
    await send({ ...whole, settings: known.agent, flow: known.flow });
    return unknownText({ keys: leftOut, values: [] });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AscendiaError && error.code === "invalid";
}

/** The number of nodes: a whole node of a new type is never left out. */
function sizeOf({ flow: { nodes } }: AgentContent): number {
  return Array.isArray(nodes) ? nodes.length : 0;
}
