import { setTimeout as wait } from "node:timers/promises";
import { type Random, oneOf } from "../interleavings/random.ts";
import type { Cluster } from "./cluster.ts";
import type { Processes } from "./processes.ts";

/** Closes the connections that report changes to the servers. */
const CUT = "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' or query = 'select 1'";
const CUT_SHARE = 0.2;

export interface Fallen {
  readonly kills: ReadonlyMap<string, number>;
  readonly cuts: number;
  readonly crashes: number;
  readonly restarts: number;
}

interface Struck {
  readonly processes: Processes;
  readonly cluster: Cluster;
}

export function cutListeners(cluster: Cluster): Promise<void> {
  return cluster.administer(CUT);
}

/** For that long, processes are killed with -9 and started again; PostgreSQL crashes once, and is restarted once. */
export async function weather({ processes, cluster }: Struck, ms: number, random: Random): Promise<Fallen> {
  const began = performance.now();
  const kills = new Map(processes.all.map(({ name }) => [name, 0]));
  const fallen = { cuts: 0, crashes: 0, restarts: 0 };
  const strike = async (): Promise<void> => {
    const share = (performance.now() - began) / ms;
    if (fallen.crashes === 0 && share > 1 / 3) {
      fallen.crashes += 1;
      return cluster.crash();
    }
    if (fallen.restarts === 0 && share > 2 / 3) {
      fallen.restarts += 1;
      return cluster.restart();
    }
    if (random() < CUT_SHARE) {
      fallen.cuts += 1;
      return cutListeners(cluster);
    }
    const victim = oneOf(processes.all, random);
    if (victim === undefined) return undefined;
    kills.set(victim.name, (kills.get(victim.name) ?? 0) + 1);
    await victim.server.kill();
    await wait(random() * 1_000);
    return victim.server.start();
  };
  while (performance.now() - began < ms || fallen.restarts === 0) {
    await strike();
    await wait(200 + random() * 1_300);
  }
  return { kills, ...fallen };
}
