/** Addresses of one machine or one network (RFC 1918, 3927, 4193, 4291, 6598), as a URL spells them. */
const privateHosts: readonly RegExp[] = [
  /^(?:0|10|127)\./u,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./u,
  /^169\.254\./u,
  /^172\.(?:1[6-9]|2\d|3[01])\./u,
  /^192\.168\./u,
  /^\[(?:::1?|::ffff:[^\]]*|f[cd][^\]]*|fe[89ab][^\]]*)\]$/u,
  /^[^.[\]]+$/u,
  /\.(?:local|localhost|internal|lan|home|intranet|test|invalid|example)\.?$/u,
];

export function isPrivateHost(hostname: string): boolean {
  return privateHosts.some((pattern) => pattern.test(hostname.toLowerCase()));
}

/** Why Retell cannot call an address; null when nothing speaks against it. */
export function whyUnreachable(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  if (isPrivateHost(hostname)) {
    return `${hostname} is an address of this machine or of a private network`;
  }
  return protocol === "https:" ? null : "it is not an https address";
}

/** Whether two addresses lead to the same server; this machine has several names. */
export function isSameServer(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  return serverOf(one) === serverOf(other);
}

function serverOf(address: string): string {
  const { protocol, hostname, port } = new URL(address);
  const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname);
  return `${isHere ? "this machine" : `${protocol.replace(/^ws/u, "http")}//${hostname}`}:${port}`;
}
