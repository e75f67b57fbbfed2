import { SOCKET_PATH } from "./route-socket.ts";

interface SocketPlace {
  /** `https://…`, where the server is reached from outside. */
  readonly publicUrl: string;
  readonly slug: string;
  /** The secret part of the address; null: none. */
  readonly key: string | null;
}

/** What is pasted at Retell as `llm_websocket_url`; Retell appends `/{call_id}` (retell-api.md 8.1). */
export function socketUrl({ publicUrl, slug, key }: SocketPlace): string {
  const origin = publicUrl.replace(/^http/u, "ws");
  return [`${origin}${SOCKET_PATH}`, slug, ...(key === null ? [] : [key])].join("/");
}
