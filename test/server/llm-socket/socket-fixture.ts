import { inEachLanguage } from "../../../src/domain/language/language.ts";
import { onTestFinished } from "vitest";
import { sqlSocketDirectory } from "../../../src/adapters/sql/clinics/clinic-settings-stores.ts";
import { sqlClinicRevisions } from "../../../src/adapters/sql/clinics/clinic-stores.ts";
import { readPhrases } from "../../../src/adapters/templates/template-files.ts";
import { bookingsOf } from "../../../src/composition/bookings.ts";
import { type CallModel, noModel, socketParts } from "../../../src/composition/socket.ts";
import { InboundReplies } from "../../../src/domain/call/line/inbound-reply.ts";
import { closedAllWeek } from "../../../src/domain/clinic/opening-hours.ts";
import { clinicFunctions } from "../../../src/server/functions/clinic-functions.ts";
import { type ListenPorts, listen } from "../../../src/server/listen.ts";
import type { SocketPorts } from "../../../src/server/llm-socket/ports.ts";
import { type Calling, RetellCaller } from "../../fakes/retell-caller.ts";
import { NUMBERS, austin, cotonou, startApp } from "../server-fixture.ts";

const everyDay = [{ opens: "08:00", closes: "12:00" }] as const;

/** The real server with its socket, two clinics and all functions; the flow decides without a model. */
export async function startSocket(more: Partial<SocketPorts> = {}, model: CallModel = noModel) {
  const app = await startApp();
  const { ports, store, database, clock, log } = app;
  for (const { id } of [cotonou, austin]) {
    await store.scope(id).openingHours.setForClinic({ ...closedAllWeek, mon: everyDay, tue: everyDay, wed: everyDay });
  }
  let ids = 0;
  const sockets = sqlSocketDirectory(database);
  for (const { id } of [cotonou, austin]) await sockets.setKey(id, SECRET);
  const newId = (): string => `made-${(ids += 1)}`;
  const phrases = await inEachLanguage(readPhrases);
  const speech = { phrases, voices: {} };
  const socket = {
    ...(await socketParts({ database, store, clock, model, templatePath: null, live: false, wait: more.wait })),
    ...more,
  };
  const serverPorts: ListenPorts = {
    ...ports,
    inboundReplies: new InboundReplies({
      store,
      revisions: sqlClinicRevisions(database),
      speech,
      clock,
    }),
    functions: clinicFunctions((await bookingsOf())({ database, clock, newId })),
    socket,
  };
  const server = await listen(serverPorts, { host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.close(0, 0));
  const address = `${server.url.replace("http", "ws")}/llm-websocket`;
  return {
    store,
    clock,
    log,
    server,
    serverPorts,
    address,
    sockets,
    dial: (slug: string, callId: string, call: Partial<Calling> = {}) =>
      RetellCaller.dial({ address: `${address}/${withSecret(slug)}`, callId, details: lineOf(slug), ...call }),
  };
}

export const SECRET = "kZ3_secretSECRET";

/** Appends the secret to the slug of one of the two clinics; any other text is already an address. */
export function withSecret(slug: string): string {
  return slug === cotonou.slug || slug === austin.slug ? `${slug}/${SECRET}` : slug;
}

/** Retell's details of an inbound call to the clinic's own number. */
export function lineOf(slug: string) {
  const id = slug.startsWith(austin.slug) ? austin.id : cotonou.id;
  return { agent_id: "agent_own", from_number: "+2290197000077", to_number: NUMBERS[id] };
}
