import type { CheckState } from "../fleet/check/check-finding.ts";
import type { Mailer } from "../mail/ports.ts";

/** A problem that began, ended or changed its state. */
export interface Change {
  readonly id: string;
  readonly what: string;
  /** `gone`: its subject no longer exists, such as a clinic that was offboarded. */
  readonly state: CheckState | "gone";
  /** null: the problem is new. */
  readonly was: CheckState | null;
  readonly detail: string;
  readonly fix: string | null;
}

/** The changes sent together. A notice sent again has the same id. */
export interface Notice {
  readonly id: string;
  readonly at: number;
  readonly changes: readonly Change[];
}

/** Where notices go. */
export interface Channel {
  /** The channel's name in messages and in the queue; never the whole address. */
  readonly name: string;
  /** @throws when the notice was not accepted */
  send(notice: Notice): Promise<void>;
}

/** The addresses that notices go to; without any, no notices are sent. */
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

/** The notice for programs; Slack, Mattermost and similar programs show `text`. */
export function noticeJson(notice: Notice) {
  const { id, at, changes } = notice;
  return { text: noticeText(notice), id, at: new Date(at).toISOString(), changes };
}

/** @param digest digest of the address, which makes the name unique without storing the address in the queue */
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
