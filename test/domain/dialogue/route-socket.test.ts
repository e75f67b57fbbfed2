import { expect, test } from "vitest";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { isRefusal, readSocketAddress, routeSocket } from "../../../src/domain/dialogue/socket-address.ts";
import { austin, cotonou } from "../../server/server-fixture.ts";

const gone: Clinic = { ...cotonou, id: "clinic-gone", slug: "gone", status: "offboarded" };
/** Retell's call ids contain underscores, so no slug can equal one; this comes as close as a slug can. */
const likeACall: Clinic = { ...cotonou, id: "clinic-call", slug: "call-1a2b3c4d5e6f" };
const clinics = [cotonou, austin, gone, likeACall];

const find = async (idOrSlug: string) => clinics.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);

async function routed(url: string, defaultId: string | null = austin.id) {
  const address = readSocketAddress(url);
  if (address === undefined) return "not the socket's";
  if (isRefusal(address)) return address.status;
  const route = await routeSocket(address, {
    clinics: { find },
    sockets: { defaultClinicId: async () => defaultId, assumedClinicId: async () => null },
  });
  if (isRefusal(route)) return route.status;
  return `${route.clinic.slug} ${route.callId ?? "-"} ${route.key ?? "-"}`;
}

const [fr, en] = [cotonou.slug, austin.slug];

test.each([
  // every form of product.md, system B
  ["/llm-websocket/call_1", `${en} call_1 -`],
  [`/llm-websocket/${fr}/call_1`, `${fr} call_1 -`],
  ["/llm-websocket", `${en} - -`],
  [`/llm-websocket/${fr}`, `${fr} - -`],
  // a single segment is a slug if a clinic has it, else a call id
  ["/llm-websocket/call-1a2b3c4d5e6f", "call-1a2b3c4d5e6f - -"],
  ["/llm-websocket/call-1a2b3c4d5e6f/call_1", "call-1a2b3c4d5e6f call_1 -"],
  ["/llm-websocket/call-0000", `${en} call-0000 -`],
  ["/llm-websocket/Clinique-Test-Cotonou", `${en} Clinique-Test-Cotonou -`],
  // with the secret, wherever Retell appends the call id: to the path or to the query
  [`/llm-websocket/${fr}/SECRET/call_1`, `${fr} call_1 SECRET`],
  [`/llm-websocket/${fr}/call_1?key=SECRET`, `${fr} call_1 SECRET`],
  [`/llm-websocket/${fr}?key=SECRET/call_1`, `${fr} call_1 SECRET`],
  ["/llm-websocket?key=SECRET/call_1", `${en} call_1 SECRET`],
  [`/llm-websocket/${fr}?from=%2B1415/call_1`, `${fr} call_1 -`],
  [`/llm-websocket/${fr}/?key=SECRET`, `${fr} - SECRET`],
  // by the clinic's id, and with a trailing slash
  [`/llm-websocket/${cotonou.id}/call_1`, `${fr} call_1 -`],
  [`/llm-websocket/${fr}/`, `${fr} - -`],
  // percent-encoding
  ["/llm-websocket/clinique%2Dtest%2Dcotonou/call_1", `${fr} call_1 -`],
  [`/llm-websocket/${fr}/call%5F1`, `${fr} call_1 -`],
  [`/llm-websocket/${fr}/call_%C3%A9`, `${fr} call_é -`],
  [`/llm-websocket/${fr}/%E0%A4%A`, 400],
  [`/llm-websocket/${fr}%00/call_1`, 400],
  // unknown slugs, never another clinic's data
  ["/llm-websocket/nobody/call_1", 404],
  ["/llm-websocket/nobody/SECRET/call_1", 404],
  ["/llm-websocket/gone/call_1", 404],
  ["/llm-websocket/CLINIQUE-TEST-COTONOU/call_1", 404],
  [`/llm-websocket/${fr}/a/b/c`, 404],
  // empty parts and path traversal
  ["/llm-websocket//call_1", 400],
  [`/llm-websocket/${fr}//call_1`, 400],
  [`/llm-websocket/../${fr}/call_1`, 400],
  [`/llm-websocket/%2e%2e/call_1`, 400],
  [`/llm-websocket/${fr}%2F${en}/call_1`, 400],
  [`/llm-websocket/${fr}/..%2f..%2fcall_1`, 400],
  [`/llm-websocket/${fr}/call_1%5c`, 400],
  [`/llm-websocket/${fr}/${"x".repeat(201)}`, 400],
  // other paths
  ["/llm-websocketx/call_1", "not the socket's"],
  ["/api/llm-websocket/call_1", "not the socket's"],
  ["/", "not the socket's"],
])("%s leads to %s", async (url, expected) => {
  expect(await routed(url)).toBe(expected);
});

test.each(["/llm-websocket", "/llm-websocket/call_1"])("without a default clinic, %s leads nowhere", async (url) => {
  expect(await routed(url, null)).toBe(404);
  expect(await routed(url, gone.id)).toBe(404);
});

test("a possible secret in the wrong place is not logged", async () => {
  const ports = {
    clinics: { find },
    sockets: { defaultClinicId: async () => null, assumedClinicId: async () => null },
  };
  const refusalOf = async (segments: readonly string[]) =>
    routeSocket({ segments, key: null, callIdInQuery: null }, ports);
  expect(await refusalOf(["typo-clinic", "call_1"])).toHaveProperty("named", "typo-clinic");
  expect(await refusalOf(["kZ3_secretSECRET", "call_1"])).not.toHaveProperty("named");
});
