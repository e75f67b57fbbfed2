/** One part of a received mail, decoded. */
export interface MailPart {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly content: string;
}

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly messageId: string;
  /** The leaves of the MIME tree. */
  readonly parts: readonly MailPart[];
}

/** Parses what our own mails use of RFC 5322 and 2045. */
export function readMail(source: string, to: readonly string[]): ReceivedMail {
  const { headers, body } = entity(source);
  return {
    to,
    headers,
    subject: decodedWords(headers["subject"] ?? ""),
    messageId: headers["message-id"] ?? "",
    parts: leaves(headers, body),
  };
}

export function partOf({ parts }: ReceivedMail, type: string): MailPart {
  const part = parts.find((each) => each.type === type);
  if (part === undefined) throw new Error(`no ${type} among ${parts.map((each) => each.type).join(", ")}`);
  return part;
}

function entity(source: string) {
  const end = source.search(/\r?\n\r?\n/u);
  const head = source.slice(0, end).replaceAll(/\r?\n[ \t]+/gu, " ");
  const lines = head.split(/\r?\n/u).map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: Object.fromEntries(lines), body: source.slice(end).replace(/^\r?\n\r?\n/u, "") };
}

function leaves(headers: Readonly<Record<string, string>>, body: string): readonly MailPart[] {
  const contentType = headers["content-type"] ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/u.exec(contentType)?.[1];
  if (boundary === undefined) {
    const type = (contentType.split(";")[0] ?? "").trim().toLowerCase();
    return [{ headers, type, content: decoded(body, headers["content-transfer-encoding"]) }];
  }
  const pieces = body.split(`--${boundary}`).slice(1, -1);
  return pieces.flatMap((piece) => {
    const inner = entity(piece.replace(/^\r?\n/u, "").replace(/\r?\n$/u, ""));
    return leaves(inner.headers, inner.body);
  });
}

function decoded(body: string, encoding = "7bit"): string {
  if (encoding.toLowerCase() === "base64") return Buffer.from(body, "base64").toString("utf8");
  return encoding.toLowerCase() === "quoted-printable" ? quotedPrintable(body.replaceAll(/=\r?\n/gu, "")) : body;
}

function quotedPrintable(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/giu, (_whole, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** RFC 2047. */
function decodedWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/gu, "?==?")
    .replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/giu, (_whole, kind: string, word: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(word, "base64").toString("utf8")
        : quotedPrintable(word.replaceAll("_", " ")),
    );
}
