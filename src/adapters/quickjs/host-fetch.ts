import type { QuickJSContext, QuickJSHandle, Scope } from "quickjs-emscripten";
import * as z from "zod";

export interface FetchRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FetchAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a script's `fetch` reaches: a mock, or the network where somebody decided so. */
export type HostFetch = (request: FetchRequest) => Promise<FetchAnswer>;

const request = z.object({
  url: z.string(),
  method: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/** Puts `hostFetch(json) → Promise<json>` into the context; only texts cross the border. */
export function offerFetch(scope: Scope, context: QuickJSContext, fetch: HostFetch): void {
  const offered = scope.manage(context.newFunction("hostFetch", (text) => start(scope, context, { text, fetch })));
  context.setProp(context.global, "hostFetch", offered);
}

interface Started {
  readonly text: QuickJSHandle;
  readonly fetch: HostFetch;
}

function start(scope: Scope, context: QuickJSContext, { text, fetch }: Started): QuickJSHandle {
  const deferred = scope.manage(context.newPromise());
  const settle = async (json: string): Promise<void> => {
    const value = await answer(json, fetch);
    // The script may be over, for want of time, before its answer comes.
    if (context.alive && deferred.alive) context.newString(value).consume((handle) => deferred.resolve(handle));
  };
  void settle(context.getString(text));
  return deferred.handle.dup();
}

async function answer(json: string, fetch: HostFetch): Promise<string> {
  try {
    return JSON.stringify(await fetch(request.parse(JSON.parse(json))));
  } catch (error) {
    // As in any fetch, a failed request is the script's to handle: it is thrown inside.
    return JSON.stringify({ failed: error instanceof Error ? error.message : String(error) });
  }
}
