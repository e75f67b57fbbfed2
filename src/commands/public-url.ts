import { AscendiaError } from "../domain/errors.ts";
import type { Context } from "./context.ts";

/** Where Retell reaches the server. The sandbox calls back on this machine; Retell itself needs a public address. */
export function publicUrlOf(context: Pick<Context, "config">): string {
  const { publicUrl, mode, port } = context.config();
  if (publicUrl !== null) return publicUrl;
  if (mode === "sandbox") return `http://127.0.0.1:${port}`;
  throw new AscendiaError("not_configured", "ASCENDIA_PUBLIC_URL is not set, and Retell must reach the server there.", {
    hint: "Set it to the https address of `ascendia serve`, such as https://voice.example.com.",
  });
}
