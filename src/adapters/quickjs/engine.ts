import type { QuickJSWASMModule } from "quickjs-emscripten";
import { newQuickJSWASMModule, newVariant, RELEASE_SYNC } from "quickjs-emscripten";
import type { ScriptOutcome } from "../../domain/flow/ports.ts";

const pageBytes = 65_536;
/** Pages the WebAssembly build of QuickJS starts with. */
const initialPages = 256;

export interface EngineUse {
  readonly outcome: ScriptOutcome;
  /** False when the run may have left something behind in the engine. */
  readonly isSound: boolean;
  readonly dispose: () => void;
}

export interface Engine {
  use(run: (quickjs: QuickJSWASMModule) => Promise<EngineUse>): Promise<ScriptOutcome>;
}

/**
 * One QuickJS with a memory that cannot grow beyond `memoryBytes`: QuickJS's own limit counts nothing in WebAssembly,
 * where malloc_usable_size is 0. After a failed run it is replaced, since an exhausted stack or memory leaves it unfit.
 */
export function createEngine(memoryBytes: number): Engine {
  let current: Promise<QuickJSWASMModule> | undefined;
  const maximum = Math.max(initialPages, Math.ceil(memoryBytes / pageBytes));
  const start = async () => {
    const wasmMemory = new WebAssembly.Memory({ initial: initialPages, maximum });
    return newQuickJSWASMModule(newVariant(RELEASE_SYNC, { wasmMemory }));
  };
  return {
    async use(run) {
      current ??= start();
      const { outcome, isSound, dispose } = await run(await current);
      if (!isSound) current = undefined;
      else dispose();
      return outcome;
    },
  };
}
