import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { SandboxEnv } from "../http/sandbox-env.ts";

type SandboxContext = Context<SandboxEnv>;

const socketOf = (context: SandboxContext) => context.env?.incoming?.socket;

/** Destroys the connection, so that the client gets no answer; without a server the answer is Fetch's network error. */
export const cutConnection = (context: SandboxContext): Response => {
  const socket = socketOf(context);
  if (socket === undefined) return Response.error();
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
};

/** Until the client closes the connection, or `afterMs` have passed. */
export const waitForHangUp = async (context: SandboxContext, afterMs: number | undefined): Promise<void> => {
  const socket = socketOf(context);
  if (socket === undefined || socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = afterMs === undefined ? undefined : setTimeout(resolve, afterMs);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
};
