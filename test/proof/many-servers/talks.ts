import { setTimeout as wait } from "node:timers/promises";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { dateAt } from "../../../src/domain/time/zoned-time.ts";
import { type Said, RetellCaller } from "../../fakes/retell-caller.ts";
import type { KilledServer } from "../event-storm/server.ts";
import { sentencesOf } from "../socket-load/booking-talk.ts";
import { LOAD_SECRET, ZONE, loadClinics } from "../socket-load/clinics.ts";

const AT_ONCE = 3;
const GIVEN_UP_MS = 180_000;
/** The dialogue's confirmation of an appointment, in either language. */
const TOLD = /All set:|C'est noté :/u;

export interface Talked {
  readonly callId: string;
  readonly clinicId: string;
  readonly texts: readonly string[];
  /** The number of connections that the talk took. */
  readonly lines: number;
  readonly hungUp: boolean;
  /** The latency of every answer that arrived on the line that asked. */
  readonly took: readonly number[];
}

export function isTold({ texts }: Talked): boolean {
  return texts.some((text) => TOLD.test(text));
}

/** People who book by talking, one after the other; a call whose line is lost is dialled again, as Retell does. */
export async function talks(server: KilledServer, over: AbortSignal): Promise<readonly Talked[]> {
  const talked: Talked[] = [];
  let next = 0;
  const people = Array.from({ length: AT_ONCE }, async () => {
    while (!over.aborted) talked.push(await new Talk(server, (next += 1)).through());
    // In a short storm on busy cores, there may be no moment in which anyone can book.
    if (!talked.some(isTold)) talked.push(await new Talk(server, (next += 1)).through());
  });
  await Promise.all(people);
  return talked;
}

class Talk {
  readonly #address: string;
  readonly #callId: string;
  readonly #clinic;
  readonly #number: number;
  #caller: RetellCaller | undefined;
  #isLost = true;
  #lines = 0;

  constructor(server: KilledServer, number: number) {
    const clinic = loadClinics[number % loadClinics.length];
    if (clinic === undefined) throw new RangeError("there are clinics");
    this.#clinic = clinic;
    this.#number = number;
    this.#callId = `call_talk_${String(number).padStart(4, "0")}`;
    this.#address = `${server.url.replace("http", "ws")}/llm-websocket/${clinic.slug}/${LOAD_SECRET}`;
  }

  async through(): Promise<Talked> {
    const clinic = this.#clinic;
    const [round, turn] = [Math.floor(this.#number / loadClinics.length), this.#number % loadClinics.length];
    const doctor = clinic.doctors[round % clinic.doctors.length];
    if (doctor === undefined) throw new RangeError(`clinic ${turn} has doctors`);
    // No rivals here: each person has a doctor's day of their own.
    const date = addDays(dateAt(Date.now(), ZONE), 2 + Math.floor(round / clinic.doctors.length));
    const texts: string[] = [];
    const took: number[] = [];
    let last: Said | undefined;
    for (const sentence of sentencesOf({ clinic, doctor, date, callId: this.#callId })) {
      await wait(100 + Math.random() * 300);
      last = await this.#said(sentence, took);
      texts.push(last.text);
    }
    this.#caller?.hangUp();
    const { lines, hungUp } = { lines: this.#lines, hungUp: last?.last.end_call === true };
    return { callId: this.#callId, clinicId: clinic.id, texts, lines, hungUp, took };
  }

  /** A caller who is cut off is asked again on the next line, and gives the same answer. */
  async #said(sentence: string, took: number[]): Promise<Said> {
    let caller = await this.#line();
    caller.transcript.push({ role: "user", content: sentence });
    for (const deadline = performance.now() + GIVEN_UP_MS; performance.now() < deadline;) {
      const said = this.#isLost ? undefined : await Promise.race([caller.hear(caller.ask()), lostOf(caller)]);
      if (said !== undefined && said.last.response_type !== "closed") {
        took.push(said.ms);
        return said;
      }
      this.#isLost = true;
      caller = await this.#line();
    }
    throw new Error(`${this.#callId} got no answer for three minutes`);
  }

  async #line(): Promise<RetellCaller> {
    if (this.#caller !== undefined && !this.#isLost) return this.#caller;
    const { number, slug } = this.#clinic;
    const line = { agent_id: `agent_${slug}`, from_number: `+229019500${this.#callId.slice(-4)}`, to_number: number };
    const after = this.#caller;
    for (const deadline = performance.now() + GIVEN_UP_MS; performance.now() < deadline; await wait(100)) {
      const dialling = { address: this.#address, callId: this.#callId, details: line };
      const caller = await RetellCaller.dial({ ...dialling, ...(after !== undefined && { after }) }).catch(
        () => undefined,
      );
      if (caller === undefined) continue;
      this.#caller = caller;
      this.#lines += 1;
      this.#isLost = false;
      void caller.closed.then(() => (this.#isLost ||= this.#caller === caller));
      // The first line's first words; a lost line has none.
      await Promise.race([caller.greeting, caller.closed]);
      return caller;
    }
    throw new Error(`${this.#callId} reached nobody for three minutes`);
  }
}

/** Resolves to undefined once the line is lost. */
function lostOf(caller: RetellCaller): Promise<undefined> {
  return caller.closed.then(() => undefined);
}
