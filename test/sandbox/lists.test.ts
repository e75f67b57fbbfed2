import { expect, test } from "vitest";
import { openBench } from "./sandbox-fixture.ts";

const importNumbers = async (client: Awaited<ReturnType<typeof openBench>>["client"], count: number) => {
  const numbers = Array.from({ length: count }, (_, index) => `+229019700${String(index).padStart(4, "0")}`);
  for (const phone_number of numbers)
    await client.phoneNumber.import({ phone_number, termination_uri: "t.example.com" });
  return numbers;
};

test("120 numbers come in pages of 50, 50 and 20, newest first, each once", async () => {
  const { client } = await openBench();
  const numbers = await importNumbers(client, 120);
  const pages: string[][] = [];
  let pagination_key: string | undefined;
  do {
    const page = await client.phoneNumber.list(pagination_key === undefined ? {} : { pagination_key });
    pages.push(page.items.map((number) => number.phone_number));
    expect(page.has_more).toBe(page.pagination_key !== undefined);
    ({ pagination_key } = page);
  } while (pagination_key !== undefined);
  expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
  expect(pages.flat()).toEqual(numbers.toReversed());
  const oldest = await client.phoneNumber.list({ sort_order: "ascending", limit: 2 });
  expect(oldest.items.map((number) => number.phone_number)).toEqual(numbers.slice(0, 2));
  expect((await client.phoneNumber.list({ limit: 1000 })).items).toHaveLength(120);
});

test("a page has at least 1 and at most 1000 items, and invented keys are refused", async () => {
  const { send } = await openBench();
  for (const query of ["limit=0", "limit=1001", "limit=ten", "sort_order=newest", "pagination_key=eyJhIjoxfQ"]) {
    const answer = await send("GET", `/v2/list-phone-numbers?${query}`);
    expect({ query, status: answer.status }).toEqual({ query, status: 400 });
  }
});

test("agents are filtered by channel and by part of name or id", async () => {
  const { client } = await openBench();
  const flow = await client.llm.create({});
  const named = (agent_name: string) =>
    client.agent.create({
      agent_name,
      voice_id: "retell-Cimo",
      response_engine: { type: "retell-llm", llm_id: flow.llm_id },
    });
  await named("Clinic A");
  const wanted = await named("Clinic B");
  const query = (text: string) => client.agent.list({ filter_criteria: { query: text } });
  expect((await query("clinic")).items.map((agent) => agent.agent_name)).toEqual(["Clinic B", "Clinic A"]);
  expect((await query(wanted.agent_id.slice(0, 20))).items).toMatchObject([{ agent_id: wanted.agent_id }]);
  const chat = { filter_criteria: { channel: { type: "string", op: "eq", value: "chat" } } } as const;
  expect((await client.agent.list(chat)).items).toEqual([]);
  expect(await client.agent.list({ limit: 1 })).toMatchObject({ has_more: true, items: [{ agent_name: "Clinic B" }] });
});
