import type { Command } from "commander";
import { type Heard, RequestFollower } from "../../domain/call/requests/heard-request.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { counted } from "../../terminal/table.ts";
import { type SinceFlag, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { type RevealFlag, type Slugs, instant, slugsOf } from "../view.ts";
import { type Turn, Ears } from "./ears.ts";
import { type HeardLine, clinicOf, detailText, heardJson, heardLine, timeOf } from "./heard-view.ts";
import { ListenerKeys } from "./listener-keys.ts";
import { bodyOf, forwardUrl, resentJson, resentLine, sendAgain } from "./send-again.ts";

export interface ListenFlags extends SinceFlag, RevealFlag {
  readonly clinic?: string;
  readonly forwardTo?: string;
  readonly expand?: boolean;
}

const PAUSE_MS = 300;

export function configure(command: Command, context: Context): void {
  addSinceOption(command)
    .description(
      "show every inbound request, function call and event as a server answers it, until Ctrl-C; NDJSON with --json. On a terminal, keys expand, edit and resend, and save what was heard (press ? for them).",
    )
    .option("--clinic <clinic>", "only this clinic, id or slug")
    .option("--forward-to <url>", "also send each to another server, signed again, and compare its answer")
    .option("--expand", "show request and answer below each line")
    .option("--reveal", "show full names and phone numbers")
    .action((flags: ListenFlags) => listen(flags, context));
}

async function listen(flags: ListenFlags, context: Context): Promise<void> {
  const { output, clock } = context;
  const store = await context.store();
  const clinic = flags.clinic === undefined ? undefined : await requireClinic(flags.clinic, store.clinics);
  const to = flags.forwardTo === undefined ? undefined : forwardUrl(flags.forwardTo);
  const startedAt = clock.now();
  if (flags.expand === true || flags.reveal === true) await recordListening(flags, context);
  const follower = new RequestFollower(sinceAt(flags, startedAt) ?? startedAt, store);
  const ears = new Ears({ id: context.newId(), store, follower }, startedAt);
  const desk = openDesk({ flags, to, startedAt, clinic: clinic?.slug }, context);
  const end = { isNear: false };
  const listening = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    const stop = (): void => {
      end.isNear = true;
      resolve();
    };
    void context.untilStopped(listening.signal).then(stop);
    desk.openKeys(stop);
  });
  output.note(`Listening; stop with Ctrl-C.${context.prompt.interactive ? " Press ? for the keys." : ""}`);
  try {
    while (!end.isNear) {
      desk.show(await ears.turn(clock.now()));
      await Promise.race([stopped, context.wait(PAUSE_MS)]);
    }
    desk.show(await ears.turn(clock.now()));
    await desk.done();
  } finally {
    listening.abort();
    desk.close();
    await ears.leave();
  }
}

async function recordListening({ clinic, reveal }: ListenFlags, context: Context): Promise<void> {
  const subject = clinic === undefined ? "installation" : `clinic:${clinic}`;
  const shown = { bodies: "as they come" };
  await recordRead({ action: reveal === true ? "listen --reveal" : "listen --expand", subject, shown }, context);
}

interface DeskSettings {
  readonly flags: ListenFlags;
  /** Where every request is forwarded. */
  readonly to: string | undefined;
  readonly startedAt: number;
  readonly clinic: string | undefined;
}

/** Numbers what is heard, shows it, and forwards it. */
function openDesk(settings: DeskSettings, context: Context) {
  const { flags, clinic, to } = settings;
  const keys = new ListenerKeys({ flags, to }, context);
  const sent = new SentBodies();
  let count = 0;
  let shown = Promise.resolve();
  let forwarding = Promise.resolve();
  const showTurn = async (turn: Turn): Promise<void> => {
    tellHearing(turn, context);
    const slugs: Slugs = turn.heard.length === 0 ? new Map() : slugsOf(await (await context.store()).clinics.list());
    for (const heard of turn.heard) {
      if (clinic !== undefined && clinicOf(heard, slugs) !== clinic) continue;
      const line = { n: (count += 1), heard };
      keys.add(line);
      showHeard(line, { slugs, flags }, context);
      if (!sent.hold(heard)) forwarding = inTurn(forwarding, () => forward(line, { settings, sent }, context));
    }
  };
  return {
    openKeys: (stop: () => void): void => keys.open(stop),
    close: (): void => keys.close(),
    /** Shows turns in order, never while a question is being asked. */
    show: (turn: Turn): void => {
      shown = inTurn(shown, async () => {
        await keys.free();
        await showTurn(turn);
      });
    },
    /** @throws the error that kept a turn from being shown */
    done: async (): Promise<void> => {
      await shown;
      await forwarding;
    },
  };
}

function tellHearing({ deaf, hears }: Turn, { output, clock }: Context): void {
  if (deaf !== undefined) {
    const { since, why } = deaf;
    output.item(
      { kind: "deaf" as const, at: instant(since), why },
      () => `Not receiving since ${timeOf(since)}: ${why}`,
    );
  }
  if (hears === undefined) return;
  const [now, { since, why }] = [clock.now(), hears];
  const item = { kind: "hears" as const, at: instant(now), deaf_since: instant(since), why };
  output.item(
    item,
    () => `Receiving again after ${durationSaid(now - since)}: ${why}. What came in meanwhile follows.`,
  );
}

interface ShownWith {
  readonly slugs: Slugs;
  readonly flags: ListenFlags;
}

function showHeard(line: HeardLine, { slugs, flags }: ShownWith, { output }: Context): void {
  output.item(heardJson(line, slugs, flags), () =>
    [heardLine(line, slugs, flags), ...(flags.expand === true ? [detailText(line.heard, flags)] : [])].join("\n"),
  );
}

interface Forwarding {
  readonly settings: DeskSettings;
  readonly sent: SentBodies;
}

/** Requests from before the listener started, and unsigned ones, are not forwarded. */
async function forward({ n, heard }: HeardLine, { settings, sent }: Forwarding, context: Context): Promise<void> {
  const { to, startedAt } = settings;
  if (to === undefined || heard.at < startedAt) return;
  const body = await bodyOf(heard, context);
  if (body === undefined) return;
  sent.add(context.digest(body));
  const resent = await sendAgain(heard, { body, to }, context);
  const before = heard.kind === "request" ? heard.request.answer : null;
  context.output.item(resentJson(n, resent, before), () => resentLine(resent, before));
}

/** How often a listener sent each body, by digest: forwarding to a server that it also listens to must not loop. */
class SentBodies {
  readonly #counts = new Map<string, number>();

  add(digest: string): void {
    this.#counts.set(digest, (this.#counts.get(digest) ?? 0) + 1);
  }

  /** Whether this listener sent the request; each sending matches once. */
  hold(heard: Heard): boolean {
    const digest = heard.kind === "request" ? heard.request.digest : "";
    const count = this.#counts.get(digest) ?? 0;
    if (count === 1) this.#counts.delete(digest);
    else if (count > 1) this.#counts.set(digest, count - 1);
    return count > 0;
  }
}

/** A failure stops all later work, and rejects the promise of the last. */
function inTurn(before: Promise<void>, work: () => Promise<void>): Promise<void> {
  const done = (async () => {
    await before;
    await work();
  })();
  done.catch(() => undefined);
  return done;
}

function durationSaid(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 120 ? counted(seconds, "second") : counted(Math.round(seconds / 60), "minute");
}
