import { SOCKET_PATH } from "../domain/dialogue/socket-address.ts";
import { clinicFunctions } from "./functions/clinic-functions.ts";
import { INBOUND_PATHS } from "./ports.ts";
import { eventRoutes } from "./routes/events.ts";
import { functionRoutes } from "./routes/functions.ts";
import { healthRoutes } from "./routes/health.ts";

/**
 * `signature`: Retell's, over the raw body. `secret`: the clinic's in the address, or the installation's as a bearer
 * token.
 */
type Proof = "signature" | "signature or secret" | "secret" | "none";

export interface ServedPath {
  readonly method: "GET" | "POST" | "WS";
  /** With `{name}` for a variable part, as in docs/openapi.json. */
  readonly path: string;
  readonly proof: Proof;
}

/** Everything that `serve` answers. */
export function servedPaths(): readonly ServedPath[] {
  const inbound = INBOUND_PATHS.flatMap((base) => [base, `${base}/{clinic}`]);
  const functions = functionRoutes(clinicFunctions(notCalled));
  return [
    ...inbound.map((path): ServedPath => ({ method: "POST", path, proof: "signature" })),
    ...functions.map(({ method, path }): ServedPath => ({ method, path, proof: "signature" })),
    ...eventRoutes.map(({ method, path, takesSecret = false }): ServedPath => {
      return { method, path, proof: takesSecret ? "signature or secret" : "signature" };
    }),
    ...healthRoutes.map(({ method, path }): ServedPath => ({ method, path, proof: "none" })),
    { method: "WS", path: `${SOCKET_PATH}/{slug}/{secret}/{call_id}`, proof: "secret" },
  ];
}

function notCalled(): never {
  throw new RangeError("the paths are listed, no request is sent");
}
