import { z } from "zod";
import { type Fleet, inboundCall } from "./one-flow.ts";
import { callOf, tuesday } from "./functions.ts";
import { type Statement, type World, eventually } from "./world.ts";

const addressSchema = z.looseObject({ url: z.string() });
const anything = z.looseObject({});
const roomsSchema = z.looseObject({ appointment: z.looseObject({ room: z.string().nullable() }) });
const patientsSchema = z.looseObject({ patients: z.array(z.unknown()) });
const instructionsSchema = z.looseObject({ instructions: z.string().nullable() });
const settingsSchema = z.looseObject({ settings: z.array(z.looseObject({ name: z.string(), value: z.unknown() })) });
const callsSchema = z.looseObject({
  calls: z.array(z.looseObject({ call_id: z.string(), clinic: z.string().nullable() })),
});

function answers(frame: string): boolean {
  return frame.startsWith("{");
}

/** One WebSocket server for the dialogues of many clinics. */
export async function ofSockets(world: World, { cotonou, austin }: Fleet): Promise<readonly Statement[]> {
  const secretOf = async (slug: string): Promise<string> => {
    const { url } = await world.data(addressSchema, "clinic:socket-url", slug, "--rotate", "--yes");
    return url.slice(url.lastIndexOf("/") + 1);
  };
  const [french, english] = [await secretOf(cotonou.slug), await secretOf(austin.slug)];
  const open = (path: string) => world.socket(`/llm-websocket${path}`);
  const book = async (time: string) => {
    const patient = ["--patient", "Awa Essai", "--phone", "+2290197000066", "--clinic", cotonou.slug];
    const done = await world.data(
      roomsSchema,
      "appointment:book",
      "--date",
      tuesday,
      "--time",
      time,
      "--doctor",
      "Codjo",
      ...patient,
    );
    return done.appointment.room;
  };
  const patients = async (slug: string) => (await world.data(patientsSchema, "patient:list", slug)).patients.length;
  const rows: readonly (readonly [string, () => boolean | Promise<boolean>])[] = [
    [
      "a clinic's slug in the address, with the call id that Retell appends",
      async () => answers(await open(`/${cotonou.slug}/${french}/call_s1`)),
    ],
    ["another clinic on the same server", async () => answers(await open(`/${austin.slug}/${english}/call_s2`))],
    ["an unknown slug before a call id is refused", async () => (await open("/nobody/call_s3")) === "404"],
    [
      "a slug is no authentication: without the secret it is refused",
      async () => (await open(`/${cotonou.slug}/call_s4`)) === "401",
    ],
    [
      "another clinic's secret opens nothing",
      async () => (await open(`/${cotonou.slug}/${english}/call_s5`)) === "401",
    ],
    [
      "the old address without a slug goes to the first clinic",
      async () => answers(await open(`/call_s6?key=${french}`)),
    ],
    [
      "until another one is chosen",
      async () => {
        await world.data(anything, "clinic:default", austin.slug);
        return answers(await open(`/call_s7?key=${english}`)) && !answers(await open(`/call_s8?key=${french}`));
      },
    ],
    [
      "or none",
      async () => {
        await world.data(anything, "clinic:default", "--none");
        return !answers(await open(`/call_s9?key=${english}`));
      },
    ],
    [
      "a new clinic is served without a restart",
      async () => {
        await world.data(anything, "clinic:onboard", "--file", world.demo("montreal"), "--yes");
        const secret = await secretOf("demo-montreal");
        return answers(await open(`/demo-montreal/${secret}/call_s10`));
      },
    ],
    [
      "each clinic has its own providers",
      async () => {
        const [one, other] = [
          await world.run("doctor:list", "--clinic", cotonou.slug),
          await world.run("doctor:list", "--clinic", austin.slug),
        ];
        return JSON.stringify(one.data) !== JSON.stringify(other.data);
      },
    ],
    [
      "a booking without a room takes the first active one",
      async () => {
        for (const name of ["Salle 1", "Salle 2"])
          await world.data(anything, "room:add", name, "--clinic", cotonou.slug);
        await world.data(anything, "room:update", "Salle 1", "--no-active", "--clinic", cotonou.slug);
        return (await book("15:30")) === "Salle 2";
      },
    ],
    [
      "each clinic has its own rooms",
      async () => !JSON.stringify((await world.run("room:list", "--clinic", austin.slug)).data).includes("Salle"),
    ],
    [
      "each clinic has its own patients",
      async () => (await patients(cotonou.slug)) > 0 && (await patients(austin.slug)) === 0,
    ],
    [
      "each clinic has its own instructions for the agent",
      async () => {
        world.file("instructions.txt", "Speak slowly to our patients, and offer them a call back when they hesitate.");
        await world.data(anything, "clinic:instructions", "set", cotonou.slug, "--file", "instructions.txt");
        const other = await world.data(instructionsSchema, "clinic:instructions", "show", austin.slug);
        const own = await world.data(instructionsSchema, "clinic:instructions", "show", cotonou.slug);
        return (
          own.instructions?.includes("Speak slowly") === true && other.instructions?.includes("Speak slowly") !== true
        );
      },
    ],
    [
      "each clinic has its own channel settings",
      async () => {
        await world.data(anything, "clinic:dialogue", cotonou.slug, "--mode", "prompt");
        const modeOf = async (slug: string) =>
          (await world.data(settingsSchema, "clinic:dialogue", slug)).settings.find(({ name }) => name === "mode")
            ?.value;
        return (await modeOf(cotonou.slug)) === "prompt" && (await modeOf(austin.slug)) !== "prompt";
      },
    ],
    [
      "call events arrive at /api/retell/webhook, for the clinic of their call",
      async () => {
        const call = {
          ...callOf(austin, "call_ev"),
          call_status: "ended",
          disconnection_reason: "user_hangup",
          start_timestamp: Date.now(),
        };
        const { status } = await world.signed("/api/retell/webhook", { event: "call_ended", call });
        const listed = async () => (await world.data(callsSchema, "call:list", "--clinic", austin.slug)).calls;
        return status === 200 && eventually(async () => (await listed()).some(({ call_id: id }) => id === "call_ev"));
      },
    ],
    [
      "an event is stored once, however often it comes",
      async () => {
        const event = { event: "call_ended", call: callOf(austin, "call_ev") };
        await world.signed("/api/retell/webhook", event);
        const listed = await world.run("event:list", "--call", "call_ev");
        return z.looseObject({ events: z.array(z.unknown()).length(1) }).safeParse(listed.data).success;
      },
    ],
    [
      "a suspended clinic takes no ordinary call",
      async () => {
        await world.data(anything, "clinic:suspend", "demo-montreal", "--answer", "reject", "--yes");
        const [number] = z
          .array(z.looseObject({ phone_number: z.string() }))
          .parse([(await world.data(z.looseObject({ number: anything }), "clinic:show", "demo-montreal")).number]);
        const answer = await world.signed("/webhooks/retell/inbound/demo-montreal", inboundCall(number ?? austin));
        return JSON.stringify(answer.body).includes('"reject":true');
      },
    ],
  ];
  return rows.map(([says, holds]) => ({ source: "B", says, holds }));
}
