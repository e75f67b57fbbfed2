import { AscendiaError } from "../domain/errors.ts";
import type { ServerPorts } from "./ports.ts";

export interface SignedBody {
  readonly rawBody: Uint8Array;
  readonly signature: string | undefined;
}

const decoder = new TextDecoder();

/** Parses what Retell signed. @throws unauthorized before a byte is parsed, invalid when it is not JSON */
export function signedJson({ rawBody, signature }: SignedBody, ports: Pick<ServerPorts, "verify">): unknown {
  if (!ports.verify(rawBody, signature)) {
    throw new AscendiaError("unauthorized", "The signature is missing, wrong or older than five minutes");
  }
  try {
    const body: unknown = JSON.parse(decoder.decode(rawBody));
    return body;
  } catch (error) {
    throw new AscendiaError("invalid", "The body is not JSON", { cause: error });
  }
}
