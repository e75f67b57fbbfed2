import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { z } from "zod";
import type { RecordedRequest } from "../../domain/call/requests/recorded-request.ts";
import { AscendiaError } from "../../errors.ts";
import type { ReplayedBuild } from "../replay/replay-recording.ts";

/** Where one build asks another to answer a recorded request. */
export const REPLAY_PATH = "/replay";

const MOST_BYTES = 4 * 1024 * 1024;

const requestSchema = z.object({
  id: z.number(),
  receivedAt: z.number(),
  path: z.string().startsWith("/"),
  signedAt: z.number().nullable(),
  body: z.string(),
  status: z.number(),
  answer: z.string(),
  clinic: z.string().nullable(),
});

const askedSchema = z.object({ recording: z.string().max(100), request: requestSchema });

const answerSchema = z.object({ status: z.number(), body: z.string() });

interface ReplayServerPorts {
  /** Serves a copy of the data of that recording. @throws not_found */
  open(recording: string): Promise<ReplayedBuild>;
  isSigned(body: string, signature: string | undefined): boolean;
}

interface RunningReplayServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers recorded requests for a replay that runs in another build. Callers must sign with the key. */
export async function startReplayServer(ports: ReplayServerPorts, port: number): Promise<RunningReplayServer> {
  const builds = new OneBuild(ports);
  const http = createServer((incoming, outgoing) => {
    answer(incoming, builds, ports).then(
      (found) => write(outgoing, 200, found),
      (error: unknown) =>
        write(outgoing, error instanceof AscendiaError ? (STATUS[error.code] ?? 400) : 500, said(error)),
    );
  });
  const bound = await listening(http, port);
  return {
    url: `http://127.0.0.1:${bound}`,
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await builds.close();
    },
  };
}

const STATUS: Readonly<Record<string, number>> = { unauthorized: 401, not_found: 404 };

function said(error: unknown): { readonly error: string } {
  return { error: error instanceof Error ? error.message : String(error) };
}

/** Only one recording is open at a time: opening the next closes it. */
class OneBuild {
  readonly #ports: ReplayServerPorts;
  #name: string | undefined;
  #build: Promise<ReplayedBuild> | undefined;

  constructor(ports: ReplayServerPorts) {
    this.#ports = ports;
  }

  async of(name: string): Promise<ReplayedBuild> {
    if (this.#name !== name || this.#build === undefined) {
      await this.close();
      this.#name = name;
      this.#build = this.#ports.open(name);
      this.#build.catch(() => (this.#build = undefined));
    }
    return this.#build;
  }

  async close(): Promise<void> {
    const build = this.#build;
    this.#build = undefined;
    await (await build)?.close();
  }
}

async function answer(incoming: IncomingMessage, builds: OneBuild, ports: ReplayServerPorts) {
  if (incoming.method !== "POST" || incoming.url !== REPLAY_PATH) {
    throw new AscendiaError("not_found", "There is nothing at this path");
  }
  const body = await bodyOf(incoming);
  const signature = incoming.headers["x-retell-signature"];
  if (typeof signature !== "string" || !ports.isSigned(body, signature)) {
    throw new AscendiaError("unauthorized", "The signature is missing, wrong or older than five minutes");
  }
  const { recording, request } = askedSchema.parse(JSON.parse(body));
  return (await builds.of(recording)).answer(request);
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming) {
    if (!(part instanceof Buffer)) continue;
    length += part.length;
    if (length > MOST_BYTES) throw new AscendiaError("invalid", "The body is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function write(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function listening(http: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (cause) => {
      reject(
        new AscendiaError("failed", `Cannot listen on port ${port}: ${cause.message}.`, {
          hint: "Choose another with --listen, or stop the program that uses this one.",
          cause,
        }),
      );
    });
    http.listen(port, "127.0.0.1", () => {
      const address = http.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Sends a signed text. */
type SendSigned = (url: string, body: string) => Promise<{ readonly status: number; readonly body: string }>;

/** A build that listens elsewhere. @throws transient when it cannot be reached, failed when it refuses */
export function buildAt(url: string, recording: string, send: SendSigned): ReplayedBuild {
  return {
    answer: async (request: RecordedRequest) => {
      const { status, body } = await send(`${url}${REPLAY_PATH}`, JSON.stringify({ recording, request }));
      if (status === 200) return answerSchema.parse(JSON.parse(body));
      throw new AscendiaError("failed", `${url} does not replay ${recording}: ${reasonIn(body)} (${status}).`, {
        hint: "Run the new build there with `ascendia replay --listen <port>`, with the same key and the same recordings.",
      });
    },
    close: () => Promise.resolve(),
  };
}

function reasonIn(body: string): string {
  const refused = z.object({ error: z.string().max(500) }).safeParse(unlessGarbled(body));
  return refused.success ? refused.data.error : "its answer is not ascendia's";
}

function unlessGarbled(body: string): unknown {
  try {
    const found: unknown = JSON.parse(body);
    return found;
  } catch {
    return undefined;
  }
}
