import type { CheckState } from "../fleet/check/check-finding.ts";
import type { Mailer } from "../mail/ports.ts";

/** Something that began, ended or got another state. */
export interface Change {
  readonly id: string;
  readonly what: string;
  /** `gone`: it is no longer found, such as a clinic that was offboarded. */
  readonly state: CheckState | "gone";
  /** null: it is new. */
  readonly was: CheckState | null;
  readonly detail: string;
  readonly fix: string | null;
}

/** What is sent at once. Sent again, it has the same id. */
export interface Notice {
  readonly id: string;
  readonly at: number;
  readonly changes: readonly Change[];
}

/** Where notices go. */
export interface Channel {
  /** Names it in messages, and in the queue; never the whole address. */
  readonly name: string;
  /** @throws when it was not taken */
  send(notice: Notice): Promise<void>;
}

/** The addresses of notices; without any, there are none. */
export interface ChannelAddresses {
  readonly url?: string | null | undefined;
  readonly command?: string | null | undefined;
  readonly mails?: readonly string[] | undefined;
}

export function noticeText({ changes }: Pick<Notice, "changes">): string {
  return changes
    .map(({ what, state, detail, fix }) => `${state}: ${what}: ${detail}${fix === null ? "" : `\n  fix: ${fix}`}`)
    .join("\n");
}

/** What programs get: `text` is what Slack, Mattermost and their like show. */
export function noticeJson(notice: Notice) {
  const { id, at, changes } = notice;
  return { text: noticeText(notice), id, at: new Date(at).toISOString(), changes };
}

/** @param digest of the address, which keeps channels apart: the queue names no address */
export function mailChannel(recipient: string, mailer: () => Promise<Mailer | null>, digest: string): Channel {
  const [name, domain] = recipient.split("@");
  return {
    name: `${name?.slice(0, 1) ?? ""}***@${domain ?? ""} (${digest.slice(0, 8)})`,
    send: async (notice) => {
      const { id, at, changes } = notice;
      const wrong = changes.filter(({ state }) => state === "fail" || state === "warn").length;
      const server = await mailer();
      if (server === null) throw new Error("SMTP_URL is not set");
      const outcome = await server.deliver({
        id: `${id}-${digest.slice(0, 8)}`,
        kind: "check",
        key: id,
        recipient,
        subject: wrong === 0 ? "ascendia: resolved" : `ascendia: ${wrong} to look at`,
        body: `${noticeText(notice)}\n`,
        html: null,
        calendar: null,
        calendarMethod: null,
        patientId: null,
        callId: null,
        createdAt: at,
        state: "sending",
        attempts: 1,
        attemptedAt: at,
        sentAt: null,
        lastError: null,
        clinicId: "",
        clinicSlug: "",
        clinicName: "ascendia",
        ownerEmail: recipient,
      });
      if (outcome.kind !== "sent") throw new Error(outcome.reason);
    },
  };
}
