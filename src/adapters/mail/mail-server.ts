import { createTransport } from "nodemailer";
import { AscendiaError } from "../../errors.ts";
import { smtpConnection } from "./smtp-url.ts";

const PATIENCE_MS = 10_000;

/**
 * Connects to the SMTP server in the URL, and logs in if the URL has a user. Sends nothing.
 * @throws transient if the server cannot be reached, unauthorized if it rejects the login
 */
export async function reachMailServer(url: string): Promise<void> {
  const transport = createTransport({
    ...smtpConnection(url),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  try {
    await transport.verify();
  } catch (error) {
    throw refusal(new URL(url).host, error);
  } finally {
    transport.close();
  }
}

function refusal(host: string, error: unknown): AscendiaError {
  const reason = error instanceof Error ? error.message : String(error);
  const isPlain = error instanceof Error && "code" in error && error.code === "ETLS";
  if (isPlain) {
    return new AscendiaError("failed", `${host} offers no encrypted connection, so nothing is sent through it.`, {
      hint: "Use a server with STARTTLS or smtps://…; on your own network, smtp://…?tls=never sends unencrypted.",
    });
  }
  const isLogin = error instanceof Error && "code" in error && error.code === "EAUTH";
  return new AscendiaError(
    isLogin ? "unauthorized" : "transient",
    isLogin ? `${host} rejects the user and password.` : `${host} does not answer as a mail server: ${reason}`,
    { hint: "Correct SMTP_URL, such as smtp://user:password@mail.example.com:587." },
  );
}
