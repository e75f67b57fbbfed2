import { readWrittenJson } from "../../json.ts";
import type { PressedKeys } from "../../terminal/keys.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { type RevealFlag, withoutNumbers } from "../view.ts";
import { type HeardLine, callOf, detailText, heardLine } from "./heard-view.ts";
import { saveFixture } from "./save-heard.ts";
import { bodyOf, resentLine, sendAgain } from "./send-again.ts";

/** How many lines back the keys reach. */
const MOST_LINES = 500;

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
  readonly #lines: HeardLine[] = [];
  #chosen: number | undefined;
  #pressed: PressedKeys | undefined;
  #isBusy = false;
  #asked: Promise<void> = Promise.resolve();

  constructor(settings: KeySettings, context: Context) {
    this.#settings = settings;
    this.#context = context;
  }

  add(line: HeardLine): void {
    this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
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
    const last = this.#lines.length - 1;
    const from = this.#chosen === undefined ? last + 1 : this.#lines.findIndex(({ n }) => n === this.#chosen);
    const line = this.#lines[Math.min(last, Math.max(0, from + (key === "up" ? -1 : 1)))];
    if (line === undefined) return;
    this.#chosen = line.n;
    this.#context.output.note(`→ ${heardLine(line, new Map(), this.#settings.flags)}`);
  }

  async #actOn(key: string): Promise<void> {
    const line = this.#lines.find(({ n }) => n === this.#chosen) ?? this.#lines.at(-1);
    const { output } = this.#context;
    if (line === undefined) return output.note("Nothing received yet.");
    if (key === "enter") return this.#expand(line);
    const asking = this.#asking(() => (key === "e" ? this.#edit(line) : this.#save(line)));
    this.#asked = asking.catch(() => undefined);
    await asking;
  }

  async #expand(line: HeardLine): Promise<void> {
    await this.#recordRead(line, "expanded");
    this.#context.output.note(`#${line.n}\n${detailText(line.heard, this.#settings.flags)}`);
  }

  async #edit(line: HeardLine): Promise<void> {
    const { prompt, output } = this.#context;
    const body = await bodyOf(line.heard, this.#context);
    if (body === undefined) return output.note(`The body of #${line.n} was not kept.`);
    await this.#recordRead(line, "edited");
    const initial = JSON.stringify(JSON.parse(body), null, 2);
    const message = `Request #${line.n}, to be sent again:`;
    const edited = await prompt.edited({ message, flag: "event:trigger --file", initial, validate: isJson });
    const { port, databaseName, mode } = this.#context.config();
    const to = this.#settings.to ?? `http://127.0.0.1:${port}`;
    if (mode === "live" && !(await prompt.confirm(`Send it to ${to}? What it does there is real (${databaseName}).`)))
      return;
    const resent = await sendAgain(line.heard, { body: JSON.stringify(JSON.parse(edited)), to }, this.#context);
    output.note(resentLine(resent, null));
    output.note(`    ${withoutNumbers(resent.answer, this.#settings.flags).slice(0, 2000)}`);
  }

  async #save(line: HeardLine): Promise<void> {
    const { prompt, output } = this.#context;
    const callId = callOf(line);
    const choices = [
      { name: "a scenario of its whole call, to play to clinics", value: "scenario" as const },
      { name: "a fixture: this one request, to send again", value: "fixture" as const },
    ];
    const asked = { message: `Save #${line.n} as`, flag: "call:to-scenario", choices };
    const chosen = callId === null ? "fixture" : await prompt.choice(asked);
    if (chosen === "scenario" && callId !== null) return this.#context.run(["call:to-scenario", callId]);
    output.note(
      `Saved #${line.n} as ${await saveFixture(line, this.#context)}; people's names and numbers are replaced.`,
    );
  }

  async #recordRead(line: HeardLine, how: string): Promise<void> {
    const subject = `call:${withoutNumbers(callOf(line) ?? "none", {})}`;
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
