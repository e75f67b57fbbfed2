import { bad, type CheckFinding, doubtful, good } from "./finding.ts";
import type { Probes } from "./ports.ts";

interface Place {
  /** null: not set. */
  readonly publicUrl: string | null;
  readonly isLive: boolean;
}

const what = "public URL";

/** What can be known without asking: whether the address could be reached from where Retell is. */
export function checkPublicUrl({ publicUrl, isLive }: Place): CheckFinding {
  if (publicUrl === null) {
    const trouble = { detail: "ASCENDIA_PUBLIC_URL is not set", fix: "Set it to the https address of ascendia serve." };
    return isLive ? bad(what, "not_configured", trouble) : doubtful(what, trouble);
  }
  const { hostname, protocol } = new URL(publicUrl);
  if (isPrivate(hostname)) {
    const trouble = {
      detail: `${publicUrl} is an address of this machine or network: only a local sandbox reaches it`,
      fix: "Set ASCENDIA_PUBLIC_URL to an address that the Internet reaches.",
    };
    return isLive ? bad(what, "not_configured", trouble) : doubtful(what, trouble);
  }
  if (protocol === "https:") return good(what, publicUrl);
  const trouble = { detail: `${publicUrl} is not encrypted`, fix: "Serve it over https." };
  return bad(what, "not_configured", trouble);
}

/** Loopback, link-local, private (RFC 1918, RFC 4193) and names that no public resolver knows. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, "").toLowerCase();
  if (/^(?:127|10)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^0\.0\.0\.0$/u.test(host)) return true;
  if (host === "::1" || /^f[cd][0-9a-f]{2}:|^fe80:/u.test(host)) return true;
  return host === "localhost" || /\.(?:localhost|local|internal|lan)$/u.test(host) || !/[.:]/u.test(host);
}

/** Over the public URL, from here: it may lead out and back in, but not by Retell's own way. */
export async function checkServer(url: string, probes: Probes): Promise<CheckFinding> {
  const outcome = await probes.send({ method: "GET", url: `${url}/readyz`, headers: {}, body: "", timeoutMs: 10_000 });
  if (outcome.kind === "failed") {
    return bad("server", "failed", { detail: outcome.reason, fix: "Start it: ascendia serve" });
  }
  const { status, ms } = outcome;
  if (status === 200) return good("server", `ready at ${url}, answered in ${ms.toFixed(0)} ms from this machine`);
  const fix =
    status === 503
      ? "See the server's log: its database does not answer."
      : "Point ASCENDIA_PUBLIC_URL at ascendia serve.";
  return bad("server", "failed", { detail: `${url}/readyz answered ${status}`, fix });
}
