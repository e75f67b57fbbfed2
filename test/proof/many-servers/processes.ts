import { KilledServer, freePort } from "../event-storm/server.ts";

/** The role of each process of the installation, which serves nothing else. */
const PARTS = ["web", "web", "web", "socket", "jobs", "jobs"] as const;

type Part = (typeof PARTS)[number];

export interface Process {
  readonly name: string;
  readonly part: Part;
  readonly server: KilledServer;
}

/** Three for the web, one for sockets and two for jobs, all on one database. */
export class Processes {
  readonly all: readonly Process[];

  private constructor(all: readonly Process[]) {
    this.all = all;
  }

  static async start(folder: string, database: string): Promise<Processes> {
    const all: Process[] = [];
    for (const [index, part] of PARTS.entries()) {
      // While PostgreSQL is down, every request is refused, and logged.
      const place = { folder, database, port: await freePort(), logLevel: "silent" };
      all.push({ name: `${part} ${index + 1}`, part, server: new KilledServer({ ...place, flags: ["--only", part] }) });
    }
    const processes = new Processes(all);
    await Promise.all(all.map(({ server }) => server.start()));
    return processes;
  }

  serving(part: Part): readonly KilledServer[] {
    return this.all.filter((one) => one.part === part).map(({ server }) => server);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map(({ server }) => server.stop()));
  }
}
