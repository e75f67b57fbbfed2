import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import { type ReceivedMail, readMail } from "./read-mail.ts";

export interface MailServer {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  close(): Promise<void>;
}

interface Behaviour {
  readonly port?: number;
  /** The status for a recipient, such as 550 or 451; undefined: the recipient is accepted. */
  readonly refusal?: (recipient: string) => number | undefined;
  /** Decides whether a stored mail is acknowledged. */
  readonly answer?: (mail: ReceivedMail, accept: () => void) => void;
}

/** A real SMTP server on loopback that stores the mails it receives. */
export async function startMailServer({
  port = 0,
  refusal,
  answer = (_mail, accept) => accept(),
}: Behaviour = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const code = refusal?.(address);
      done(
        code === undefined ? null : Object.assign(new Error(`5.1.1 <${address}> is not here`), { responseCode: code }),
      );
    },
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      stream.setEncoding("utf8");
      let source = "";
      stream.on("data", (chunk: string) => (source += chunk));
      stream.on("end", () => {
        const mail = readMail(source, to);
        received.push(mail);
        answer(mail, done);
      });
    },
  });
  server.on("error", () => {});
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `smtp://127.0.0.1:${address.port}?tls=never`,
    port: address.port,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
