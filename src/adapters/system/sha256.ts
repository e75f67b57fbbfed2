export function sha256(text: string): string {
  // Looked up on first use: importing it would cost every start of the program 2 ms.
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
}
