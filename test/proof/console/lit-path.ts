import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import * as z from "zod";
import type { ConsoleInstallation } from "./installation.ts";

/** A head's tooltip is the first one and has two lines: the name, then the id. */
const IDS = `[...document.querySelectorAll(".drawing .node.lit")].map((node) =>
  [...node.querySelectorAll("a")].map((link) => link.getAttribute("xlink:title") ?? "")
    .find((title) => title.includes("\\n"))?.split("\\n")[1] ?? "")`;
const texts = z.array(z.string());

const transitions = z.array(z.record(z.string(), z.unknown()));

/**
 * A call that the running server handled, led by the flow through several topics. @returns its id, and the ids of its
 * nodes
 */
export async function flowCall({ outcome, server, inStore }: ConsoleInstallation, slug: string) {
  const calls = ["--clinic", slug, "--filter", "book", "--url", server, "--allow-writes", "--quiet"];
  await outcome(["simulate", ...calls]);
  for (let tries = 0; tries < 100; tries += 1) {
    const [longest] = (await ledCalls(inStore)).toSorted((one, other) => other.nodes.length - one.nodes.length);
    if (longest !== undefined) return longest;
    await sleep(100);
  }
  throw new Error("no simulated call was recorded");
}

async function ledCalls(inStore: ConsoleInstallation["inStore"]) {
  const led: { readonly callId: string; readonly nodes: readonly string[] }[] = [];
  await inStore(async (store) => {
    for (const { callId, transcriptJson, status, outcome } of await store.calls.list({ limit: 200 })) {
      const isLed = callId.startsWith("call_simulated") && status === "ended" && outcome !== null;
      if (isLed) led.push({ callId, nodes: nodesIn(transcriptJson) });
    }
  });
  return led;
}

/** Parsed without the program's own code. */
function nodesIn(json: string | null): readonly string[] {
  const items = transitions.parse(JSON.parse(json ?? "[]")).filter(({ role }) => role === "node_transition");
  const ids = [items[0]?.["former_node_id"], ...items.map((item) => item["new_node_id"])];
  return ids.filter((id) => typeof id === "string").filter((id) => id !== "");
}

/** Opens each topic that the page names. @returns the ids of the highlighted nodes, from their tooltips */
export async function litNodes(page: Page) {
  const links = await page.locator("main nav.steps a[href*='topic=']").all();
  const topics = await Promise.all(links.map(async (link) => (await link.getAttribute("href")) ?? ""));
  const lit: string[] = [];
  let steps = 0;
  let isSeen = true;
  for (const topic of topics) {
    await page.goto(new URL(topic, page.url()).href);
    lit.push(...texts.parse(await page.evaluate(IDS)));
    steps += await page.locator(".drawing .passed").count();
    const target = page.locator(`.drawing [id="${new URL(topic, page.url()).hash.slice(1)}"]`);
    isSeen &&= await isInView(page, target);
  }
  return { topics: topics.length, lit: lit.toSorted(), steps, isSeen };
}

type Target = ReturnType<Page["locator"]>;

/** Whether the browser scrolled the picture to the node in the address. */
async function isInView(page: Page, target: Target): Promise<boolean> {
  const [box, frame] = [await target.boundingBox(), await page.locator(".drawing").boundingBox()];
  if (box === null || frame === null) return false;
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  const isAcross = box.x < Math.min(frame.x + frame.width, width) && box.x + box.width > Math.max(frame.x, 0);
  return isAcross && box.y < Math.min(frame.y + frame.height, height) && box.y + box.height > Math.max(frame.y, 0);
}
