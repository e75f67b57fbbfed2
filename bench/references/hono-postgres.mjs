import { createHmac, timingSafeEqual } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import postgres from "postgres";

// The inbound webhook in a typical implementation with Hono and postgres.js: one signature check, one query, one
// answer.

const [url, key] = process.argv.slice(2);
const sql = postgres(url, { max: 10, connection: { role: "ascendia_fleet" } });
const app = new Hono();

app.post("/webhooks/retell/inbound/:clinic", async (context) => {
  const raw = await context.req.text();
  const [, stamp = "", digest = ""] =
    /^v=(\d+),d=([0-9a-f]{64})$/u.exec(context.req.header("x-retell-signature") ?? "") ?? [];
  const own = createHmac("sha256", key).update(raw).update(stamp).digest();
  const isFresh = Math.abs(Date.now() - Number(stamp)) < 300_000;
  if (digest === "" || !isFresh || !timingSafeEqual(own, Buffer.from(digest, "hex"))) return context.json({}, 401);
  const { call_inbound: call } = JSON.parse(raw);
  const [clinic] = await sql`
    select c.id, c.name, c.address, c.timezone, c.language, n.phone_number,
      (select json_agg(json_build_object('id', d.id, 'name', d.name, 'specialty', d.specialty) order by d.position)
       from doctors d where d.clinic_id = c.id and d.active = 1) as doctors,
      (select json_agg(json_build_object('day', h.weekday, 'opens', h.opens, 'closes', h.closes))
       from weekly_hours h where h.clinic_id = c.id and h.doctor_id is null) as hours
    from clinics c left join phone_numbers n on n.clinic_id = c.id
    where c.id = ${context.req.param("clinic")} and c.status = 'active'`;
  if (clinic === undefined || clinic.phone_number !== call.to_number) return context.json({}, 404);
  const today = new Intl.DateTimeFormat(clinic.language, { dateStyle: "full", timeZone: clinic.timezone });
  return context.json({
    call_inbound: {
      dynamic_variables: {
        clinic_id: clinic.id,
        clinic_name: clinic.name,
        clinic_address: clinic.address,
        today: today.format(new Date()),
        doctors: clinic.doctors.map(({ name, specialty }) => `${name} (${specialty})`).join(", "),
        hours: clinic.hours.map(({ day, opens, closes }) => `${day} ${opens}-${closes}`).join(", "),
      },
    },
  });
});

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(port));
