import { readFileSync } from "node:fs";
import { z } from "zod";
import { PUBLIC_URL, type Answer, type Statement, type World } from "./world.ts";

const anything = z.looseObject({});
const onboardedSchema = z.object({
  clinic_id: z.string(),
  phone_number: z.string(),
  agent_id: z.string(),
  status: z.string(),
  slug: z.string(),
  inbound_webhook_url: z.string(),
});
export type Onboarded = z.infer<typeof onboardedSchema>;

export interface Fleet {
  readonly agentId: string;
  readonly cotonou: Onboarded;
  readonly austin: Onboarded;
}

/** Set-up and onboarding, with the operator's commands. */
export async function onboardFleet(world: World): Promise<Fleet> {
  const created = await world.data(z.looseObject({ agent_id: z.string() }), "agent:create", "--write-env");
  const onboard = (name: string) => world.data(onboardedSchema, "clinic:onboard", "--file", world.demo(name), "--yes");
  return { agentId: created.agent_id, cotonou: await onboard("cotonou"), austin: await onboard("austin") };
}

const bound = z.array(z.object({ agent_id: z.string() })).length(1);
const numbersSchema = z.object({
  items: z.array(
    z.looseObject({
      phone_number: z.string(),
      inbound_webhook_url: z.string(),
      inbound_agents: bound,
      outbound_agents: bound,
    }),
  ),
});
const mailsSchema = z.object({
  mails: z.array(
    z.object({ id: z.string(), clinic: z.string(), kind: z.string(), subject: z.string(), recipient: z.string() }),
  ),
});
const shownClinic = z.looseObject({
  doctors: z.array(z.object({ id: z.string(), name: z.string(), specialty: z.string() })),
  number: z.object({ phone_number: z.string(), source: z.string() }),
});

/** Set-up, onboarding, numbers and mail. */
export function ofOnboarding(world: World, { agentId, cotonou, austin }: Fleet): readonly Statement[] {
  const numbers = async () => numbersSchema.parse(await world.retell("/v2/list-phone-numbers")).items;
  const numberOf = async (clinic: Onboarded) =>
    (await numbers()).find(({ phone_number: number }) => number === clinic.phone_number);
  const show = (clinic: Onboarded) => world.data(shownClinic, "clinic:show", clinic.slug);
  const welcome = async (clinic: Onboarded) => {
    const { mails } = await world.data(mailsSchema, "mail:list", "--clinic", clinic.slug);
    return mails.find(({ kind }) => kind === "welcome");
  };
  const rows: readonly (readonly [string, () => boolean | Promise<boolean>])[] = [
    ["one agent is created, once", async () => (await world.asked("create-agent")).length === 1],
    [
      "one conversation flow is created, once",
      async () => (await world.asked("create-conversation-flow")).length === 1,
    ],
    [
      "creating again makes no second agent",
      async () => {
        const again = await world.data(z.looseObject({ agent_id: z.string() }), "agent:create");
        return again.agent_id === agentId && (await world.asked("create-agent")).length === 1;
      },
    ],
    [
      "the agent's id is kept in the database",
      async () => (await world.data(z.looseObject({ agent_id: z.string() }), "agent:show")).agent_id === agentId,
    ],
    [
      "the agent's id is kept as RETELL_MASTER_AGENT_ID",
      () => world.read(".env").includes(`RETELL_MASTER_AGENT_ID=${agentId}`),
    ],
    ["a clinic and its doctors are stored", async () => (await show(cotonou)).doctors.length === 3],
    [
      "a US number is bought",
      async () => (await show(austin)).number.source === "bought" && austin.phone_number.startsWith("+1"),
    ],
    [
      "a Benin number is brought in over a trunk",
      async () => (await show(cotonou)).number.source === "imported" && cotonou.phone_number.startsWith("+229"),
    ],
    ["each clinic has its own number", () => cotonou.phone_number !== austin.phone_number],
    [
      "both numbers are answered by the same agent",
      async () => (await numbers()).every(({ inbound_agents: [only] }) => only?.agent_id === agentId),
    ],
    [
      "both numbers call out with the same agent",
      async () => (await numbers()).every(({ outbound_agents: [only] }) => only?.agent_id === agentId),
    ],
    [
      "a number's inbound webhook names its clinic",
      async () =>
        (await numberOf(cotonou))?.inbound_webhook_url === `${PUBLIC_URL}/webhooks/retell/inbound/${cotonou.clinic_id}`,
    ],
    [
      "the number is stored on the clinic",
      async () => (await show(austin)).number.phone_number === austin.phone_number,
    ],
    [
      "the owner is written to: the receptionist is ready",
      async () => (await welcome(austin))?.subject.startsWith("Your AI receptionist is ready") === true,
    ],
    [
      "a French clinic's mail is in French",
      async () => /réceptionniste/iu.test((await welcome(cotonou))?.subject ?? ""),
    ],
    [
      "the mail names the number",
      async () => {
        const { stdout, code } = world.started(["mail:show", (await welcome(austin))?.id ?? "", "--reveal"]);
        await code;
        return stdout.text.replaceAll(/[^\d]/gu, "").includes(austin.phone_number.slice(2));
      },
    ],
    [
      "the report says clinic, number, agent and active",
      () =>
        [cotonou, austin].every(
          (one) =>
            one.status === "active" && one.agent_id === agentId && one.phone_number !== "" && one.clinic_id !== "",
        ),
    ],
    [
      "area code 229 is Georgia's: what is bought there is called a US number",
      async () => {
        const demo = anything.parse(JSON.parse(readFileSync(world.demo("cotonou"), "utf8")));
        const order = { name: "Clinique Essai", slug: "essai", number: { buy: { country: "US", area_code: 229 } } };
        world.file("georgia.json", JSON.stringify({ ...demo, ...order }));
        const plan = await world.run("clinic:onboard", "--file", "georgia.json", "--dry-run");
        return plan.code !== 0 || JSON.stringify(plan.data).includes("buy a US number, area code 229");
      },
    ],
    ["a second clinic makes no second agent", async () => (await world.asked("create-agent")).length === 1],
    ["each clinic keeps its own address of its own", () => cotonou.inbound_webhook_url !== austin.inbound_webhook_url],
    [
      "the whole chain is checked from the environment to the webhook",
      async () => (await world.run("fleet:plan")).code === 0,
    ],
  ];
  return rows.map(([says, holds]) => ({ source: "A", says, holds }));
}

const inboundSchema = z.object({
  call_inbound: z.object({
    dynamic_variables: z.record(z.string(), z.unknown()),
    metadata: z.object({ clinic_id: z.string() }),
    agent_override: z.looseObject({ agent: z.looseObject({ language: z.string().optional() }) }),
  }),
});

export function inboundCall({ phone_number: to }: Pick<Onboarded, "phone_number">) {
  return { event: "call_inbound", call_inbound: { call_id: "call_in", from_number: "+14155550199", to_number: to } };
}

const PATH = "/webhooks/retell/inbound";

function told(answer: Answer) {
  return inboundSchema.parse(answer.body).call_inbound;
}

function is404({ status, body }: Answer): boolean {
  return status === 404 && body["error"] === "Clinic not found" && Object.keys(body).length === 1;
}

/** The inbound webhook: which clinic, which variables, how quickly. */
export async function ofInbound(world: World, { cotonou, austin }: Fleet): Promise<readonly Statement[]> {
  const ask = (path: string, clinic: Pick<Onboarded, "phone_number">) => world.signed(path, inboundCall(clinic));
  const french = told(await ask(`${PATH}/${cotonou.clinic_id}`, cotonou));
  const english = told(await ask(`${PATH}/${austin.clinic_id}`, austin));
  const variables = z.record(z.string(), z.string()).parse(french.dynamic_variables);
  const foreign = z.record(z.string(), z.string()).parse(english.dynamic_variables);
  const isOf = (answer: Answer, clinic: Onboarded) => told(answer).metadata.clinic_id === clinic.clinic_id;
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Africa/Porto-Novo" }).format(Date.now());
  const names = z.record(z.string(), z.string()).parse(JSON.parse(variables["doctor_id_map"] ?? "{}"));
  const lines = (variables["available_doctors"] ?? "").split("\n");
  const nobody = { phone_number: "+14155550111" };
  const rows: readonly (readonly [string, () => boolean | Promise<boolean>])[] = [
    [
      "a call is answered by the clinic's id in the path",
      async () => isOf(await ask(`${PATH}/${cotonou.clinic_id}`, cotonou), cotonou),
    ],
    [
      "a call is answered by the clinic's slug in the path",
      async () => isOf(await ask(`${PATH}/${austin.slug}`, austin), austin),
    ],
    ["without an id, the dialled number decides", async () => isOf(await ask(PATH, austin), austin)],
    [
      "the older inbound path answers too",
      async () => isOf(await ask(`/api/retell/inbound/${cotonou.clinic_id}`, cotonou), cotonou),
    ],
    ["an unknown clinic is 404, Clinic not found", async () => is404(await ask(`${PATH}/nobody`, nobody))],
    ["an unknown number is 404, Clinic not found", async () => is404(await ask(PATH, nobody))],
    ["variables: clinic_id", () => variables["clinic_id"] === cotonou.clinic_id],
    ["variables: clinic_name", () => variables["clinic_name"] === "Clinique Les Cocotiers"],
    ["variables: clinic_address", () => variables["clinic_address"]?.includes("Marina") === true],
    ["variables: clinic_phone", () => (variables["clinic_phone"] ?? "") !== ""],
    [
      "variables: available_doctors, one numbered line a doctor, with speciality and id",
      () =>
        lines.length === 3 &&
        lines.every((line, index) => new RegExp(`^${index + 1}\\. Dr\\. .+ - .+ \\(ID: .+\\)$`, "u").test(line)),
    ],
    [
      "variables: doctor_id_map, from Dr. NAME to the id in the list",
      () =>
        Object.entries(names).length === 3 &&
        Object.entries(names).every(([name, id]) => name.startsWith("Dr. ") && lines.some((line) => line.includes(id))),
    ],
    ["variables: business_hours", () => (variables["business_hours"] ?? "") !== ""],
    ["variables: language", () => variables["language"] === "fr" && foreign["language"] === "en"],
    [
      "variables: the greeting in the clinic's language",
      () =>
        /bonjour/iu.test(variables["phrase_greeting"] ?? "") &&
        /^(?:Hello|Thank)/u.test(foreign["phrase_greeting"] ?? ""),
    ],
    [
      "variables: the greeting names the clinic",
      () => variables["phrase_greeting"]?.includes("Clinique Les Cocotiers") === true,
    ],
    [
      "variables: the clinic's own instructions",
      () => variables["clinic_instructions"]?.includes("carnet de santé") === true,
    ],
    ["variables: the front desk's number", () => variables["transfer_number"] === "+2290197000011"],
    ["variables: today, in the clinic's zone", () => variables["today"] === today],
    [
      "all variables are texts",
      () => Object.values(french.dynamic_variables).every((value) => typeof value === "string"),
    ],
    ["the answer has the form that Retell acts on", () => french.metadata.clinic_id === cotonou.clinic_id],
    [
      "the agent speaks French for a French clinic",
      () => french.agent_override.agent.language?.startsWith("fr") === true,
    ],
    ["and English for an English one", () => english.agent_override.agent.language?.startsWith("en") === true],
    [
      "no doctor of another clinic is offered",
      () => Object.keys(names).every((name) => foreign["available_doctors"]?.includes(name) === false),
    ],
    ["the webhook answers within 200 ms", async () => (await ask(`${PATH}/${cotonou.clinic_id}`, cotonou)).ms < 200],
    [
      "a wrong signature is 401",
      async () =>
        (await world.send(PATH, JSON.stringify(inboundCall(austin)), { "x-retell-signature": "v=1,d=00" })).status ===
        401,
    ],
    [
      "no signature is 401",
      async () => (await world.send(PATH, JSON.stringify(inboundCall(austin)), {})).status === 401,
    ],
  ];
  return rows.map(([says, holds]) => ({ source: "A", says, holds }));
}
