import { setTimeout as wait } from "node:timers/promises";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";

const LINE = { from_number: "+15125550199", to_number: "+15125550100" };

/** Concurrent senders, so that transactions of several calls always overlap. */
const SENDERS = 6;

/** Sends inbound calls and their ends to every server in turn, until it is stopped. */
export class Load {
  /** The calls whose end was acknowledged. */
  readonly acknowledged: string[] = [];
  readonly failed: string[] = [];
  answered = 0;
  readonly #urls: string[] = [];
  readonly #stopping = new AbortController();
  readonly #sending: Promise<unknown>;
  readonly #clinicId: string;

  constructor(url: string, clinicId: string) {
    this.#clinicId = clinicId;
    this.#urls.push(url);
    this.#sending = Promise.all(Array.from({ length: SENDERS }, (_, sender) => this.#send(sender)));
  }

  join(url: string): void {
    this.#urls.push(url);
  }

  /** Sends nothing more there, like a proxy whose server reports that it is not ready. */
  leave(url: string): void {
    this.#urls.splice(this.#urls.indexOf(url), 1);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#sending;
  }

  async #send(sender: number): Promise<void> {
    for (let call = 0; !this.#stopping.signal.aborted; call += 1) {
      for (const url of this.#urls.slice())
        await this.#call(url, `call_upgrade_${sender}_${call}_${new URL(url).port}`);
      await wait(20);
    }
  }

  async #call(url: string, callId: string): Promise<void> {
    await this.#ask(`${url}/webhooks/retell/inbound/demo-austin`, { event: "call_inbound", call_inbound: LINE });
    const call = { call_id: callId, call_status: "ended", direction: "inbound", ...LINE, ...this.#variables() };
    if (await this.#ask(`${url}/api/retell/webhook`, { event: "call_ended", call })) this.acknowledged.push(callId);
  }

  #variables(): object {
    return { retell_llm_dynamic_variables: { clinic_id: this.#clinicId }, start_timestamp: Date.now() };
  }

  async #ask(url: string, body: object): Promise<boolean> {
    const sent = JSON.stringify(body);
    const headers = {
      "content-type": "application/json",
      "x-retell-signature": signBody(sent, SANDBOX_API_KEY, Date.now()),
    };
    try {
      const response = await fetch(url, { method: "POST", body: sent, headers });
      const said = await response.text();
      if (response.status === 200) this.answered += 1;
      else this.failed.push(`${response.status} ${said.slice(0, 80)}`);
      return response.status === 200;
    } catch (error) {
      this.failed.push(String(error));
      return false;
    }
  }
}
