import { table } from "../../src/terminal/table.ts";
import { startMailServer } from "../fakes/mail/mail-server.ts";
import { type Installation, installation } from "./mail-outage/installation.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

/** The mails that a mail server received during one outage, and the outbox's view of them. */
interface Outcome {
  readonly outage: string;
  readonly mails: number;
  readonly arrived: number;
  /** Copies beyond the first, all with the first one's Message-ID. */
  readonly copies: number;
  readonly mostCopies: number;
  readonly sent: number;
}

/**
 * Ordered mails arrive, whatever happens to the mail server and to the worker: unreachable for a while, busy for a
 * while, killed with -9 after the mail server accepted mails and before that was recorded. Only the last can cause
 * copies, of the mails that were in flight, with the same Message-ID.
 */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const outcomes = [await serverAway(quick ? 5 : 40), await workerKilled(quick ? 5 : 40, quick ? 1 : 6)];
  if (!quick) outcomes.push(await serverBusy(40));
  process.stdout.write(`${report(outcomes)}\n`);
  return { passed: outcomes.filter(isWhole).length, total: outcomes.length };
}

function isWhole({ mails, arrived, copies, mostCopies, sent }: Outcome): boolean {
  return arrived === mails && sent === mails && copies <= mostCopies;
}

/** No mail server is listening when the worker starts; then it comes back on the same port. */
async function serverAway(mails: number): Promise<Outcome> {
  const first = await startMailServer();
  await first.close();
  const here = await installation(mails);
  const worker = here.startWorker(first.url);
  await here.until(({ tried }) => tried === mails);
  const server = await startMailServer({ port: first.port });
  await here.until(({ sent }) => sent === mails);
  await worker.end();
  await server.close();
  return outcome("mail server away, then back", here, { received: server.received, mostCopies: 0 });
}

/** Every second mail is deferred once (451). */
async function serverBusy(mails: number): Promise<Outcome> {
  let asked = 0;
  const server = await startMailServer({ refusal: () => ((asked += 1) <= mails && asked % 2 === 0 ? 451 : undefined) });
  const here = await installation(mails);
  const worker = here.startWorker(server.url);
  await here.until(({ sent }) => sent === mails);
  await worker.end();
  await server.close();
  return outcome("mail server busy (451) for every second", here, { received: server.received, mostCopies: 0 });
}

/** The server stores the mail and does not answer; the worker is killed while it waits, and another one starts. */
async function workerKilled(mails: number, kills: number): Promise<Outcome> {
  const here = await installation(mails);
  let killed = 0;
  let taken = 0;
  let kill: (() => void) | undefined;
  const every = Math.floor(mails / (kills + 1));
  const server = await startMailServer({
    answer: (_mail, accept) => {
      taken += 1;
      if (killed < kills && taken % every === 0) kill?.();
      else accept();
    },
  });
  for (; killed < kills; killed += 1) {
    const worker = here.startWorker(server.url);
    const died = new Promise<void>((resolve) => (kill = () => void worker.kill().then(resolve)));
    await died;
    here.passTime();
  }
  const last = here.startWorker(server.url);
  await here.until(({ sent }) => sent === mails);
  await last.end();
  await server.close();
  return outcome(`worker killed -9 ${kills} times, mail taken, unanswered`, here, {
    received: server.received,
    mostCopies: here.begunAtKills(),
  });
}

interface Arrived {
  readonly received: readonly { readonly messageId: string }[];
  readonly mostCopies: number;
}

function outcome(outage: string, here: Installation, { received, mostCopies }: Arrived): Outcome {
  const ids = received.map(({ messageId }) => messageId);
  const arrived = new Set(ids.filter((id) => here.messageIds.has(id))).size;
  const { sent } = here.state();
  const mails = here.messageIds.size;
  here.remove();
  return { outage, mails, arrived, copies: ids.length - new Set(ids).size, mostCopies, sent };
}

function report(outcomes: readonly Outcome[]): string {
  return table(
    ["outage", "mails", "arrived", "copies", "in flight at kills", "outbox: sent", "result"],
    outcomes.map((each) => [
      each.outage,
      String(each.mails),
      String(each.arrived),
      String(each.copies),
      String(each.mostCopies),
      String(each.sent),
      isWhole(each) ? "ok" : "FAILED",
    ]),
  );
}
