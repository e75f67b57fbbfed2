import { setTimeout as wait } from "node:timers/promises";
import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import type { SignedPost } from "../domain/organisation/check/ports.ts";
import { once, type Surroundings } from "./surroundings.ts";

type Outside = Pick<Context, "clock" | "newId" | "digest" | "wait" | "untilStopped" | "probes">;

/** The machine and the network around the program. */
export function outside({ config }: Surroundings): Outside {
  return {
    clock: systemClock,
    newId,
    digest: sha256,
    wait,
    untilStopped: async (listening) => (await import("../adapters/system/until-stopped.ts")).untilStopped(listening),
    probes: once(async () => {
      const { retellWire } = await import("../adapters/simulation/retell-wire.ts");
      const wire = retellWire(config().retellApiKey, systemClock);
      return { send: (request: SignedPost) => wire.send(request), mailServer };
    }),
  };
}

async function mailServer(url: string) {
  return (await import("../adapters/mail/mail-server.ts")).reachMailServer(url);
}
