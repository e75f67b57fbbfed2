const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** An https address, or one on this machine. */
export function safeAddress(text: string): URL | undefined {
  const address = URL.parse(text.trim());
  const isSafe = address?.protocol === "https:" || (address?.protocol === "http:" && LOOPBACK.has(address.hostname));
  return address !== null && isSafe ? address : undefined;
}
