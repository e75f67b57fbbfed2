import { badRequest } from "../http/api-error.ts";
import type { SandboxOptions } from "../sandbox-options.ts";

const isLocal = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|10\..*|192\.168\..*|169\.254\..*|\[::1\])$/u.test(hostname);
};

/** The real service does not call local or private addresses (retell-api.md 1.7.1, 13.4). */
export const checkPublicUrl = (field: string, url: string | null | undefined, options: SandboxOptions): void => {
  if (options.localUrls === "accept" || url === null || url === undefined || !isLocal(url)) return;
  throw badRequest(`Invalid request format: ${field}: Retell cannot reach the local address ${url}.`);
};

export const checkToolUrls = (
  tools: readonly { readonly name: string; readonly url?: string }[],
  options: SandboxOptions,
): void => {
  for (const tool of tools) checkPublicUrl(`tool ${tool.name}: url`, tool.url, options);
};
