import { connect } from "node:net";
import { expect, test } from "vitest";
import { listen } from "../../../src/server/listen.ts";
import { SOCKET_LIMITS } from "../../../src/server/llm-socket/open-calls.ts";
import { NUMBERS, austin, awa, cotonou, dupont } from "../server-fixture.ts";
import { SECRET, startSocket } from "./socket-fixture.ts";

const BOOKING = [
  "Bonjour, je voudrais un rendez-vous avec un médecin.",
  "Avec le docteur Awa Test, s'il vous plaît.",
  "Plutôt le lundi 30 novembre.",
  "Je prends 9 heures.",
  "Je m'appelle Koffi Test.",
  "C'est le 01 97 00 00 21.",
] as const;

test("config comes first, then the clinic's greeting under id 0, and a ping is echoed", async () => {
  const { dial } = await startSocket();
  const caller = await dial(cotonou.slug, "call_1");
  expect(await caller.greeting).toBe(
    "Bonjour, vous êtes bien à la Clinique Test de Cotonou. Vous parlez à un assistant automatique, et l'appel peut être enregistré pour le suivi de votre demande. Comment puis-je vous aider ?",
  );
  // On a busy machine this may take longer than the two seconds until the first ping.
  const spoken = caller.frames.filter(({ response_type }) => response_type !== "ping_pong");
  expect(spoken.slice(0, 2)).toMatchObject([
    {
      response_type: "config",
      config: { auto_reconnect: true, call_details: true, transcript_with_tool_calls: true },
    },
    { response_type: "response", response_id: 0, content_complete: true },
  ]);
  caller.send({ interaction_type: "ping_pong", timestamp: 42 });
  await caller.say("Bonjour, je voudrais un rendez-vous.");
  expect(caller.frames).toContainEqual({ response_type: "ping_pong", timestamp: 42 });
});

test("each clinic's callers hear its own doctors in its own language", async () => {
  const { dial } = await startSocket();
  const [first, second] = [await dial(cotonou.slug, "call_1"), await dial(austin.slug, "call_1")];
  const french = await first.say("Bonjour, je voudrais un rendez-vous avec un médecin.");
  const english = await second.say("Hello, I would like an appointment with a doctor.");
  expect(french.text).toContain(awa.name);
  expect(french.text).not.toContain(dupont.name);
  expect(english.text).toContain(dupont.name);
  expect(english.text).not.toContain(awa.name);
});

test("calls without a slug go to the first clinic, with a warning, until a default is set", async () => {
  const { dial, sockets, address, log } = await startSocket();
  const keyed = `${address}?key=${SECRET}`;
  expect(await (await dial("", "call_0", { address: keyed })).greeting).toContain(austin.name);
  expect(log.lines.filter(({ level }) => level === "warn").map(({ message }) => message)).toContain(
    "the socket address names no clinic, so the first one takes the call (ascendia clinic:default <slug> chooses)",
  );
  await sockets.setDefaultClinic(null);
  await expect(dial("", "call_1", { address: keyed })).rejects.toThrow("HTTP 404");
  await sockets.setDefaultClinic(cotonou.id);
  await expect(dial("", "call_1", { address })).rejects.toThrow("HTTP 401");
  expect(await (await dial("", "call_1", { address: keyed })).greeting).toContain(cotonou.name);
  await sockets.setDefaultClinic(austin.id);
  expect(await (await dial("", "call_2", { address: keyed })).greeting).toContain(austin.name);
});

test("an unknown slug is refused with 404 and logged; a renamed one works at once", async () => {
  const { dial, store, log } = await startSocket();
  await expect(dial("nobody", "call_1")).rejects.toThrow("HTTP 404");
  expect(log.lines).toContainEqual({
    level: "warn",
    message: "a call over the socket was refused",
    fields: { route: "llm-websocket", status: 404, reason: "no clinic is known by this slug", slug: "nobody" },
  });
  await store.clinics.update({ ...cotonou, slug: "nobody" });
  expect(await (await dial(`nobody/${SECRET}`, "call_1")).greeting).toContain(cotonou.name);
  await expect(dial(cotonou.slug, "call_2")).rejects.toThrow("HTTP 404");
});

test("only calls with the clinic's secret are accepted, in the path or in the query", async () => {
  const { dial, address, log } = await startSocket();
  await expect(dial("", "call_1", { address: `${address}/${cotonou.slug}` })).rejects.toThrow("HTTP 401");
  await expect(dial(`${cotonou.slug}/wrong`, "call_1")).rejects.toThrow("HTTP 401");
  const inPath = await dial(`${cotonou.slug}/kZ3_secretSECRET`, "call_1");
  expect(await inPath.greeting).toContain(cotonou.name);
  const inQuery = await dial(`${cotonou.slug}?key=kZ3_secretSECRET`, "call_2");
  expect(await inQuery.greeting).toContain(cotonou.name);
  expect(log.text()).not.toContain("kZ3_secretSECRET");
  expect(address).not.toContain("key");
});

test.each([
  ["the number of another clinic", { to_number: NUMBERS[austin.id] }],
  ["a number that is not the clinic's", { to_number: "+14155550155" }],
  ["the name of another clinic", { retell_llm_dynamic_variables: { clinic_id: austin.id } }],
])("a call on %s is ended before anything is booked", async (_, more) => {
  const { dial, log, store } = await startSocket();
  const caller = await dial(cotonou.slug, "call_1", { details: { to_number: NUMBERS[cotonou.id], ...more } });
  await caller.greeting;
  const said = await caller.say("Bonjour, je voudrais un rendez-vous avec un médecin.");
  expect(said).toMatchObject({
    text: "Nous ne pouvons pas prendre votre appel sur cette ligne. Merci de rappeler plus tard. Au revoir.",
    last: { end_call: true },
  });
  expect(log.text()).toContain("the call does not belong to the clinic that its address names; ended");
  expect(await store.scope(cotonou.id).booking.stores.appointments.ofCall("call_1")).toEqual([]);
});

test("without call_details no data of the clinic is used, but the caller is still answered", async () => {
  const { dial } = await startSocket();
  const caller = await dial(cotonou.slug, "call_1", { details: null });
  await caller.greeting;
  for (const sentence of BOOKING.slice(0, 2)) await caller.say(sentence);
  const said = await caller.say(BOOKING[2]);
  expect(said.text).toContain("Toutes mes excuses, je n'arrive pas à consulter l'agenda en ce moment.");
});

test("an agent that is not bound to the clinic's number is refused", async () => {
  const { dial, store } = await startSocket();
  const number = await store.scope(cotonou.id).number.find();
  if (number === undefined) throw new Error("the fixture's clinic has a number");
  await store.scope(cotonou.id).number.save({ ...number, agentId: "agent_bound" });
  const caller = await dial(cotonou.slug, "call_1");
  await caller.greeting;
  expect((await caller.say("Bonjour.")).last.end_call).toBe(true);
});

test("after a lost connection the call continues on another one, on another server", async () => {
  const one = await startSocket();
  const first = await one.dial(cotonou.slug, "call_1");
  await first.greeting;
  for (const sentence of BOOKING.slice(0, 4)) await first.say(sentence);
  first.drop();
  const other = await listen(one.serverPorts, { host: "127.0.0.1", port: 0 });
  const address = `${other.url.replace("http", "ws")}/llm-websocket`;
  const second = await one.dial(cotonou.slug, "call_1", {
    address: `${address}/${cotonou.slug}/${SECRET}`,
    after: first,
  });
  expect(await second.greeting).toBe("");
  expect((await second.say(BOOKING[4])).text).toBe("Merci. À quel numéro de téléphone pouvons-nous vous joindre ?");
  expect((await second.say(BOOKING[5])).text).toContain(
    "lundi 30 novembre à 9 heures avec le docteur Awa Test, pour Koffi Test",
  );
  await other.close(0, 0);
});

test("a newer question aborts the work on the older one, and the booking is made once", async () => {
  const { dial, store } = await startSocket();
  const caller = await dial(cotonou.slug, "call_1");
  await caller.greeting;
  for (const sentence of BOOKING) await caller.say(sentence);
  caller.transcript.push({ role: "user", content: "Oui" });
  caller.ask();
  caller.transcript.pop();
  const said = await caller.say("Oui, c'est bien ça.");
  expect(said.text).toContain("C'est noté");
  const complete = caller.frames.filter(
    ({ content_complete, response_id }) => content_complete === true && response_id === 7,
  );
  expect(complete.length).toBeLessThanOrEqual(1);
  expect(await store.scope(cotonou.id).booking.stores.appointments.ofCall("call_1")).toHaveLength(1);
});

test.each([
  ["text that is not JSON", "{", 1007],
  ["a question without an id", { interaction_type: "response_required", transcript: [] }, 1007],
  ["a binary frame", Buffer.from([1, 2, 3]), 1007],
  ["a message over the limit", { interaction_type: "update_only", transcript: "x".repeat(1_100_000) }, 1009],
])("%s closes only that connection, with %s", async (_, message, code) => {
  const { dial } = await startSocket();
  const [bad, good] = [await dial(cotonou.slug, "call_1"), await dial(cotonou.slug, "call_2")];
  await good.greeting;
  bad.send(message);
  expect((await bad.closed).code).toBe(code);
  expect((await good.say("Bonjour, je voudrais un rendez-vous avec un médecin.")).text).toContain(awa.name);
});

test("bursts of update_only and unknown types are ignored, an endless flood is closed with 1008", async () => {
  const { dial } = await startSocket();
  const caller = await dial(cotonou.slug, "call_1");
  await caller.greeting;
  caller.send({ interaction_type: "of_a_later_protocol" });
  for (let sent = 0; sent < 300; sent += 1) caller.send({ interaction_type: "update_only", transcript: [] });
  expect((await caller.say("Bonjour, je voudrais un rendez-vous.")).text).not.toBe("");
  for (let sent = 0; sent < 1000; sent += 1) caller.send({ interaction_type: "update_only", transcript: [] });
  expect((await caller.closed).code).toBe(1008);
});

test("calls beyond the limit are closed with 1013, others continue", async () => {
  const { dial } = await startSocket({
    limits: { ...SOCKET_LIMITS, calls: 2, callsPerClinic: 1, callsPerAddress: 2 },
  });
  const first = await dial(cotonou.slug, "call_1");
  const second = await dial(cotonou.slug, "call_2");
  expect((await second.closed).code).toBe(1013);
  const other = await dial(austin.slug, "call_3");
  expect(await other.greeting).toContain(austin.name);
  expect((await first.say("Bonjour, je voudrais un rendez-vous avec un médecin.")).text).toContain(awa.name);
});

test("a suspended clinic's callers hear its closing words, and the call ends", async () => {
  const { dial, store } = await startSocket();
  await store.clinics.update({ ...cotonou, status: "suspended" });
  const caller = await dial(cotonou.slug, "call_1");
  expect(await caller.greeting).toContain("Notre accueil téléphonique est fermé pour le moment");
  expect(caller.frames[1]).toMatchObject({ end_call: true });
  expect((await caller.say("Bonjour.")).last.end_call).toBe(true);
});

test("a stopping server gives calls time to finish, then closes with 1001, and accepts no new ones", async () => {
  const { dial, server } = await startSocket();
  const [ends, stays] = [await dial(cotonou.slug, "call_1"), await dial(cotonou.slug, "call_2")];
  await Promise.all([ends.greeting, stays.greeting]);
  // By now, everything that the very first answer loads is loaded.
  await stays.say("Bonjour.");
  const closing = server.close(4000, 3000);
  expect((await ends.say("Bonjour, je voudrais un rendez-vous avec un médecin.")).text).toContain(awa.name);
  ends.hangUp();
  expect((await ends.closed).code).toBe(1000);
  expect((await stays.closed).code).toBe(1001);
  await closing;
});

test("other upgrades, and unknown paths, get a plain answer", async () => {
  const { server } = await startSocket();
  const socket = connect(server.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
  });
  socket.write("GET /metrics HTTP/1.1\r\nhost: test\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n");
  await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 404 /u);
});

test("/metrics counts calls, refusals, cancelled answers and first words by clinic", async () => {
  const { dial, server } = await startSocket();
  const caller = await dial(cotonou.slug, "call_1");
  await caller.greeting;
  caller.ask();
  await caller.say("Bonjour, je voudrais un rendez-vous avec un médecin.");
  await expect(dial("nobody", "call_2")).rejects.toThrow("HTTP 404");
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const label = `clinic="${cotonou.slug}"`;
  expect(text).toContain(`ascendia_socket_open_calls{${label}} 1\n`);
  expect(text).toContain(`ascendia_socket_cancelled_responses_total{${label}} 1\n`);
  expect(text).toMatch(new RegExp(`ascendia_socket_first_words_seconds\\{${label},quantile="0.99"\\} 0\\.`, "u"));
  expect(text).toContain('ascendia_socket_refused_total{status="404"} 1\n');
  expect(text).toContain("ascendia_http_requests_total");
});
