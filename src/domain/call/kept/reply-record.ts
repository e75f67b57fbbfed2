import { roomFor } from "./answer-room.ts";
import { ModelBytes } from "./model-bytes.ts";
import { PreparedAnswer } from "./prepared-answer.ts";

/** The complete answer to a clinic's inbound calls, prepared before anyone rings. */
export interface InboundReply {
  readonly clinicId: string;
  readonly slug: string;
  readonly phoneNumber: string | null;
  /** The Retell account that asks for this reply (`accountOf`). */
  readonly account: string | null;
  /** false: calls are rejected. */
  readonly takesCalls: boolean;
  /** The clinic's languages: answers in the same languages resemble each other. */
  readonly languages: string;
  readonly answer: PreparedAnswer;
  /** When the reply was made. It is not valid before, in case the clock is set back. */
  readonly madeAt: number;
  /**
   * When the clinic opens, closes or begins a new day. From then on the answer is wrong; only the local time is updated
   * without a new answer.
   */
  readonly expiresAt: number;
}

export interface KeptReply {
  readonly reply: InboundReply;
  readonly revision: number;
  /** The write mark at which the reply was last known to be valid. */
  trueAt: number;
}

/** A record starts with seven numbers, then come the texts, then the compressed answer. */
const [TRUE_AT, REVISION, MADE_AT, EXPIRES_AT, OFFSET_MS, ANSWER_LENGTH, TEXTS_LENGTH] = [0, 8, 16, 24, 32, 40, 48];
const TEXTS_AT = 56;

const SEPARATOR = "\n";

const YES = "yes";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Replies as records. Each answer is compressed against the first answer in the same languages. */
export class ReplyRecords {
  readonly #models = new Map<string, ModelBytes>();
  #written = new Uint8Array(0);

  /** @returns the record, until the next is written; undefined if a text contains the separator */
  write(key: string, { reply, revision, trueAt }: KeptReply): Uint8Array | undefined {
    const { clinicId, slug, phoneNumber, account, takesCalls, languages, answer, madeAt, expiresAt } = reply;
    const listed = [key, clinicId, slug, phoneNumber ?? "", account ?? "", takesCalls ? YES : "", languages];
    if (listed.some((text) => text.includes(SEPARATOR))) return undefined;
    const texts = encoder.encode(listed.join(SEPARATOR));
    const { bytes, offsetMs } = answer;
    const answerAt = TEXTS_AT + texts.byteLength;
    const mostBytes = answerAt + ModelBytes.mostBytes(bytes.byteLength);
    if (this.#written.byteLength < mostBytes) this.#written = new Uint8Array(2 * mostBytes);
    const record = this.#written;
    const view = viewOf(record);
    view.setFloat64(TRUE_AT, trueAt);
    view.setFloat64(REVISION, revision);
    view.setFloat64(MADE_AT, madeAt);
    view.setFloat64(EXPIRES_AT, expiresAt);
    view.setFloat64(OFFSET_MS, offsetMs);
    view.setFloat64(ANSWER_LENGTH, bytes.byteLength);
    view.setFloat64(TEXTS_LENGTH, texts.byteLength);
    record.set(texts, TEXTS_AT);
    const model = this.#models.get(languages) ?? new ModelBytes(bytes);
    this.#models.set(languages, model);
    return record.subarray(0, answerAt + model.compress(bytes, record.subarray(answerAt)));
  }

  /** @returns undefined if the record belongs to another key */
  read(key: string, record: Uint8Array): KeptReply | undefined {
    const view = viewOf(record);
    const answerAt = TEXTS_AT + view.getFloat64(TEXTS_LENGTH);
    const texts = decoder.decode(record.subarray(TEXTS_AT, answerAt)).split(SEPARATOR);
    const [ownKey, clinicId = "", slug = "", phoneNumber = "", account = "", takesCalls, languages = ""] = texts;
    const model = this.#models.get(languages);
    if (ownKey !== key || model === undefined) return undefined;
    const bytes = roomFor(view.getFloat64(ANSWER_LENGTH));
    model.expand(record.subarray(answerAt), bytes);
    const reply: InboundReply = {
      clinicId,
      slug,
      phoneNumber: phoneNumber === "" ? null : phoneNumber,
      account: account === "" ? null : account,
      takesCalls: takesCalls === YES,
      languages,
      answer: PreparedAnswer.restored(bytes, view.getFloat64(OFFSET_MS)),
      madeAt: view.getFloat64(MADE_AT),
      expiresAt: view.getFloat64(EXPIRES_AT),
    };
    return { reply, revision: view.getFloat64(REVISION), trueAt: view.getFloat64(TRUE_AT) };
  }
}

/** Notes in the record that the reply of this revision was valid at this write mark. */
export function confirmRecord(record: Uint8Array, { revision, trueAt }: KeptReply): void {
  const view = viewOf(record);
  if (view.getFloat64(REVISION) === revision) view.setFloat64(TRUE_AT, trueAt);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
