import Retell from "retell-sdk";
import { type Patience, patientFetch } from "./patient-fetch.ts";

export interface RetellAccess {
  readonly apiKey: string;
  /** null: Retell itself. */
  readonly baseUrl: string | null;
  /** null: the SDK's own, which differ by request (retell-api.md 12.4). */
  readonly timeoutMs?: number | null;
  /** With it, what Retell refuses for coming too soon is sent again when it asks for it. */
  readonly patience?: Patience;
}

const retellUrl = "https://api.retellai.com";

/**
 * The SDK's client. Both settings are always given, so that it reads neither RETELL_API_KEY nor RETELL_BASE_URL by
 * itself; its log is off because at debug level it prints bodies.
 */
export function retellClient({ apiKey, baseUrl, timeoutMs = null, patience }: RetellAccess): Retell {
  const settings = {
    ...(timeoutMs === null ? {} : { timeout: timeoutMs }),
    ...(patience === undefined ? {} : { fetch: patientFetch(patience, timeoutMs) }),
  };
  return new Retell({ apiKey, baseURL: baseUrl ?? retellUrl, logLevel: "off", ...settings });
}
