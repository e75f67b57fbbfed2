import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";

export interface SandboxEnv {
  /** Absent when a test calls the app without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** What a fault made of the request, for the request log. */
    fault: { readonly kind: string; readonly status: number | null } | undefined;
  };
}

export type SandboxApp = Hono<SandboxEnv>;
