import { join } from "node:path";
import { systemClock } from "../adapters/system/clock.ts";
import { packageRoot } from "../adapters/files/package-files.ts";
import { newId, newSecret } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import type { ConsolePorts } from "../console/ports.ts";
import type { RunningConsole } from "../console/start-console.ts";
import type { MailLinkPorts } from "../domain/access/mail-link.ts";
import { bookingsOf } from "./bookings.ts";
import { outsideOf } from "./calendars.ts";
import { wordingJudge } from "./phrases.ts";
import { type Surroundings, once } from "./surroundings.ts";

type Needed = Pick<
  Context,
  | "store"
  | "signUps"
  | "agentVersions"
  | "retell"
  | "atomically"
  | "templateInUse"
  | "phrases"
  | "folderFiles"
  | "readInput"
  | "shippedFile"
>;

/** The console, and who may sign in to it. */
export function consoleParts(surroundings: Surroundings, needed: Needed): Pick<Context, "access" | "startConsole"> {
  const { config, database, parts } = surroundings;
  const access = once(async () => {
    const { SqlAccessStore } = await import("../adapters/sql/fleet/access-store.ts");
    const store = await needed.store();
    const sessions = new SqlAccessStore((await database()).fleet);
    const scope: MailLinkPorts["scope"] = (clinicId) => store.scope(clinicId);
    return { access: sessions, clinics: store.clinics, scope, clock: systemClock, digest: sha256, newId, newSecret };
  });
  return {
    access: async () => {
      const { consoleUrl, consolePort } = config();
      const url = consoleUrl ?? `http://127.0.0.1:${consolePort}`;
      const { systemActor } = await import("../adapters/system/process.ts");
      return {
        ...(await access()),
        operator: systemActor(),
        consoleUrl: url,
        linkUrl: (secret) => `${url}/enter/${secret}`,
      };
    },
    startConsole: async ({ logFormat, ...address }) => {
      const { openLog } = await import("../adapters/system/log.ts");
      const log = openLog(config().logLevel, logFormat);
      const started = async (): Promise<RunningConsole> => {
        const { consoleEntry, startConsoleProcess } = await import("./console-process.ts");
        const entry = parts.servesPages === true ? undefined : consoleEntry();
        if (entry !== undefined) {
          const { cwd, env, flags } = parts;
          return startConsoleProcess(entry, { cwd, flags, logFormat, ...address }, { env, log });
        }
        const { startConsole } = await import("../console/start-console.ts");
        const ports = { ...(await consolePorts(surroundings, needed)), ...(await access()), log };
        return startConsole(ports, { ...address, url: config().consoleUrl });
      };
      const running = await started();
      return { ...running, close: () => running.close().finally(() => log.close()) };
    },
  };
}

type OwnPorts = Omit<ConsolePorts, keyof MailLinkPorts | "log" | "url">;

async function consolePorts({ database, config, parts }: Surroundings, needed: Needed): Promise<OwnPorts> {
  const { SqlAuditLog } = await import("../adapters/sql/monitoring/audit-log.ts");
  const { SqlAlertStore } = await import("../adapters/sql/monitoring/alert-stores.ts");
  const { flowOfVersion } = await import("../domain/agent/live-versions.ts");
  const { readInput } = await import("../adapters/files/files.ts");
  const { callScenarios } = await import("./call-scenarios.ts");
  const { signUpApproval } = await import("./sign-up-approval.ts");
  const { flowDrawings } = await import("./flow-drawings.ts");
  const opened = await database();
  const outside = outsideOf({ surroundings: { config }, database: opened });
  const bookings = (await bookingsOf())({ database: opened, clock: systemClock, newId, outside });
  const read = (name: string): Promise<string> =>
    readInput(name, { placeOf: (path) => join(packageRoot(), "templates", "console", path), stdin: nothing() });
  const flowOf: ConsolePorts["flowOf"] = async (agent, account) =>
    flowOfVersion(agent, await needed.agentVersions(), async () => (await needed.retell(account)).agents);
  return {
    store: await needed.store(),
    alerts: new SqlAlertStore(opened.fleet),
    signUps: await needed.signUps(),
    files: { style: await read("console.css"), script: await read("console.js"), week: await read("week.js") },
    auditAs: (actor) => new SqlAuditLog(opened.fleet, { clock: systemClock, digest: sha256, actor }),
    bookings,
    atomically: (work) => needed.atomically(work),
    flowOf,
    drawingOf: flowDrawings(flowOf, needed),
    scenarioOf: callScenarios({ parts }),
    phrases: (await needed.phrases()).spoken,
    judgeWording: wordingJudge(opened),
    approveSignUp: signUpApproval({ parts }),
  };
}

async function* nothing(): AsyncIterable<string> {}
