import { type Server, createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Digest } from "../domain/canonical-json.ts";
import { AscendiaError } from "../errors.ts";
import { type TalkFiles, createTalk } from "./talk-app.tsx";
import { TalkSession, type TalkPorts } from "./talk-session.ts";

export interface TalkParts extends TalkPorts {
  readonly files: TalkFiles;
  readonly digest: Digest;
  newSecret(): string;
}

export interface RunningTalk {
  /** The link works once, in one browser. */
  readonly link: string;
  close(): Promise<void>;
}

/** Reachable from this machine only. */
const HOST = "127.0.0.1";
const TIME_LIMITS = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 75_000 };

/** @throws failed if the port is not available */
export async function startTalk(parts: TalkParts, port: number): Promise<RunningTalk> {
  const http = createServer(TIME_LIMITS);
  const bound = await bind(http, port);
  const desk = new TalkSession(parts);
  const secret = parts.newSecret();
  const { world, facts, model, live, files, digest } = parts;
  const app = createTalk({
    desk,
    clinic: facts.clinic,
    flow: world.agent.flow,
    hasModel: model !== undefined,
    live,
    files,
    digest,
    newSecret: () => parts.newSecret(),
    secret,
    hosts: new Set([`${HOST}:${bound}`, `localhost:${bound}`]),
  });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  http.on("request", (incoming, outgoing) => void answer(incoming, outgoing));
  return {
    link: `http://${HOST}:${bound}/enter/${secret}`,
    close: async () => {
      http.closeAllConnections();
      await new Promise<void>((closed) => http.close(() => closed()));
      await desk.close();
    },
  };
}

function bind(http: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (error) => {
      reject(
        new AscendiaError("failed", `The page cannot listen on ${HOST}:${port}: ${error.message}.`, {
          hint: "Choose another port with --port, or leave it out.",
          cause: error,
        }),
      );
    });
    http.listen(port, HOST, () => {
      const bound = http.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    });
  });
}
