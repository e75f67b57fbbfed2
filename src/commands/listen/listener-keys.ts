import { readWrittenJson } from "../../json.ts";
import type { PressedKeys } from "../../terminal/keys.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { type RevealFlag, withoutNumbers } from "../view.ts";
import { type Told, callOf, detailText, heardLine } from "./heard-view.ts";
import { saveFixture } from "./save-heard.ts";
import { bodyOf, resentLine, sendAgain } from "./send-again.ts";

/** How many lines back the keys reach. */
const MOST_TOLD = 500;

const HELP = [
  "  ↑ ↓    choose a line; without choosing, keys act on the latest",
  "  Enter  expand it: what was asked and answered",
  "  e      edit it, sign it again and send it",
  "  s      save it: its call as a scenario, or itself as a fixture",
  "  q      stop",
].join("\n");

interface KeySettings {
  readonly flags: RevealFlag;
  /** Without it, edited requests go to the server on this machine. */
  readonly to: string | undefined;
}

/** What the keys do, one at a time. */
export class ListenerKeys {
  readonly #settings: KeySettings;
  readonly #context: Context;
  readonly #told: Told[] = [];
  #chosen: number | undefined;
  #pressed: PressedKeys | undefined;
  #isBusy = false;
  #asked: Promise<void> = Promise.resolve();

  constructor(settings: KeySettings, context: Context) {
    this.#settings = settings;
    this.#context = context;
  }

  add(told: Told): void {
    this.#told.push(told);
    if (this.#told.length > MOST_TOLD) this.#told.shift();
  }

  open(stop: () => void): void {
    this.#pressed = this.#context.prompt.keys((key) => {
      if (key === "q" || key === "interrupt") stop();
      else if (!this.#isBusy) void this.#act(key);
    });
  }

  close(): void {
    this.#pressed?.stop();
  }

  /** Resolves when no question is being asked, since output would break into it. */
  free(): Promise<void> {
    return this.#asked;
  }

  async #act(key: string): Promise<void> {
    const { output } = this.#context;
    this.#isBusy = true;
    try {
      if (key === "?") output.note(HELP);
      else if (key === "up" || key === "down") this.#choose(key);
      else if (ACTIONS.has(key)) await this.#actOn(key);
    } catch (error) {
      // A key that fails must not end the listening.
      output.failure(error);
    } finally {
      this.#isBusy = false;
    }
  }

  #choose(key: "up" | "down"): void {
    const last = this.#told.length - 1;
    const from = this.#chosen === undefined ? last + 1 : this.#told.findIndex(({ n }) => n === this.#chosen);
    const told = this.#told[Math.min(last, Math.max(0, from + (key === "up" ? -1 : 1)))];
    if (told === undefined) return;
    this.#chosen = told.n;
    this.#context.output.note(`→ ${heardLine(told, new Map(), this.#settings.flags)}`);
  }

  async #actOn(key: string): Promise<void> {
    const told = this.#told.find(({ n }) => n === this.#chosen) ?? this.#told.at(-1);
    const { output } = this.#context;
    if (told === undefined) return output.note("Nothing received yet.");
    if (key === "enter") return this.#expand(told);
    const asking = this.#asking(() => (key === "e" ? this.#edit(told) : this.#save(told)));
    this.#asked = asking.catch(() => undefined);
    await asking;
  }

  async #expand(told: Told): Promise<void> {
    await this.#recordRead(told, "expanded");
    this.#context.output.note(`#${told.n}\n${detailText(told.heard, this.#settings.flags)}`);
  }

  async #edit(told: Told): Promise<void> {
    const { prompt, output } = this.#context;
    const body = await bodyOf(told.heard, this.#context);
    if (body === undefined) return output.note(`The body of #${told.n} was not kept.`);
    await this.#recordRead(told, "edited");
    const initial = JSON.stringify(JSON.parse(body), null, 2);
    const message = `Request #${told.n}, to be sent again:`;
    const edited = await prompt.edited({ message, flag: "event:trigger --file", initial, validate: isJson });
    const { port, databaseName, mode } = this.#context.config();
    const to = this.#settings.to ?? `http://127.0.0.1:${port}`;
    if (mode === "live" && !(await prompt.confirm(`Send it to ${to}? What it does there is real (${databaseName}).`)))
      return;
    const resent = await sendAgain(told.heard, { body: JSON.stringify(JSON.parse(edited)), to }, this.#context);
    output.note(resentLine(resent, null));
    output.note(`    ${withoutNumbers(resent.answer, this.#settings.flags).slice(0, 2000)}`);
  }

  async #save(told: Told): Promise<void> {
    const { prompt, output } = this.#context;
    const callId = callOf(told);
    const choices = [
      { name: "a scenario of its whole call, to play to clinics", value: "scenario" as const },
      { name: "a fixture: this one request, to send again", value: "fixture" as const },
    ];
    const asked = { message: `Save #${told.n} as`, flag: "call:to-scenario", choices };
    const chosen = callId === null ? "fixture" : await prompt.choice(asked);
    if (chosen === "scenario" && callId !== null) return this.#context.run(["call:to-scenario", callId]);
    output.note(
      `Saved #${told.n} as ${await saveFixture(told, this.#context)}; people's names and numbers are replaced.`,
    );
  }

  async #recordRead(told: Told, how: string): Promise<void> {
    const subject = `call:${withoutNumbers(callOf(told) ?? "none", {})}`;
    await recordRead({ action: "listen", subject, shown: { request: how } }, this.#context);
  }

  /** While a question is open, it gets the keys. */
  async #asking(work: () => Promise<void>): Promise<void> {
    this.#pressed?.pause();
    try {
      await work();
    } catch (error) {
      // Ctrl-C leaves a question, not the listening.
      if (!(error instanceof Error) || error.name !== "ExitPromptError") throw error;
    } finally {
      this.#pressed?.resume();
    }
  }
}

const ACTIONS: ReadonlySet<string> = new Set(["enter", "e", "s"]);

function isJson(text: string): true | string {
  const read = readWrittenJson(text);
  return "value" in read || `This is not JSON: ${read.trouble}.`;
}
