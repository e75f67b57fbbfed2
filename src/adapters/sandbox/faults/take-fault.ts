import type { Fault } from "../schemas/fault-schema.ts";
import type { SandboxDatabase } from "../store/open-sandbox-database.ts";
import { countFault, listFaults, type StoredFault } from "../store/faults.ts";
import { matchesFault, type RequestLine } from "./match-fault.ts";

/** The fault that strikes this request, if any; every fault that matches counts it, the first due one strikes. */
export const takeFault = async (request: RequestLine, database: SandboxDatabase): Promise<Fault | undefined> => {
  const present = await listFaults(database.reads);
  if (!present.some(({ fault }) => matchesFault(request, fault))) return undefined;
  return database.write(async (queries) => {
    let struck: Fault | undefined;
    for (const stored of await listFaults(queries)) {
      if (!matchesFault(request, stored.fault)) continue;
      const seen = stored.seen + 1;
      const strikes = struck === undefined && isDue(stored, seen);
      await countFault({ ...stored, seen, fired: stored.fired + (strikes ? 1 : 0) }, queries);
      if (strikes) struck = stored.fault;
    }
    return struck;
  });
};

const isDue = ({ fault, fired }: StoredFault, seen: number): boolean =>
  seen >= fault.nth && (fault.times === "always" || fired < fault.times);
