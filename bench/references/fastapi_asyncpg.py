"""
The inbound webhook, two functions and the events in a typical implementation with FastAPI and asyncpg: one signature
check, one query or a few, one answer.
"""

import hashlib
import hmac
import json
import re
import socket
import sys
import time
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

URL, KEY = sys.argv[1], sys.argv[2].encode()
SIGNED = re.compile(r"v=(\d+),d=([0-9a-f]{64})")
CLINIC = """
    select c.id, c.name, c.address, c.timezone, c.language, n.phone_number,
      (select json_agg(json_build_object('id', d.id, 'name', d.name, 'specialty', d.specialty) order by d.position)
       from doctors d where d.clinic_id = c.id and d.active = 1) as doctors,
      (select json_agg(json_build_object('day', h.weekday, 'opens', h.opens, 'closes', h.closes))
       from weekly_hours h where h.clinic_id = c.id and h.doctor_id is null) as hours
    from clinics c left join phone_numbers n on n.clinic_id = c.id
    where c.id = $1 and c.status = 'active'"""

app = FastAPI()


TABLES = """
    create table if not exists naive_visits
      (id text primary key, doctor text, starts_at bigint, name text, phone text, unique (doctor, starts_at));
    create table if not exists naive_events (key text primary key, body text);
    grant all on naive_visits, naive_events to ascendia_fleet"""
HALF_HOUR = timedelta(minutes=30)


@app.on_event("startup")
async def connect() -> None:
    owner = await asyncpg.connect(URL)
    await owner.execute(TABLES)
    await owner.close()
    app.state.pool = await asyncpg.create_pool(URL, max_size=10, server_settings={"role": "ascendia_fleet"})


async def signed_body(request: Request) -> dict | None:
    raw = await request.body()
    signed = SIGNED.fullmatch(request.headers.get("x-retell-signature", ""))
    if signed is None or abs(time.time() * 1000 - int(signed[1])) > 300_000:
        return None
    own = hmac.new(KEY, raw + signed[1].encode(), hashlib.sha256).hexdigest()
    return json.loads(raw) if hmac.compare_digest(own, signed[2]) else None


@app.post("/webhooks/retell/inbound/{clinic}")
async def inbound(clinic: str, request: Request) -> JSONResponse:
    body = await signed_body(request)
    if body is None:
        return JSONResponse({}, 401)
    call = body["call_inbound"]
    row = await app.state.pool.fetchrow(CLINIC, clinic)
    if row is None or row["phone_number"] != call["to_number"]:
        return JSONResponse({}, 404)
    doctors, hours = json.loads(row["doctors"]), json.loads(row["hours"])
    variables = {
        "clinic_id": row["id"],
        "clinic_name": row["name"],
        "clinic_address": row["address"],
        "today": datetime.now(ZoneInfo(row["timezone"])).strftime("%A %d %B %Y"),
        "doctors": ", ".join(f"{one['name']} ({one['specialty']})" for one in doctors),
        "hours": ", ".join(f"{one['day']} {one['opens']}-{one['closes']}" for one in hours),
    }
    return JSONResponse({"call_inbound": {"dynamic_variables": variables}})


@app.post("/api/check-availability")
async def check_availability(request: Request) -> JSONResponse:
    body = await signed_body(request)
    if body is None:
        return JSONResponse({}, 401)
    clinic, day = body["call"]["retell_llm_dynamic_variables"]["clinic_id"], body["args"]["date"]
    async with app.state.pool.acquire() as connection:
        zone = ZoneInfo(await connection.fetchval("select timezone from clinics where id = $1", clinic))
        midnight = datetime.fromisoformat(day).replace(tzinfo=zone)
        first, last = (round((midnight + timedelta(days=days)).timestamp() * 1000) for days in (0, 1))
        doctors = await connection.fetch(
            "select id, name from doctors where clinic_id = $1 and active = 1 order by position", clinic
        )
        hours = await connection.fetch(
            "select opens, closes from weekly_hours where clinic_id = $1 and doctor_id is null and weekday = $2",
            clinic,
            midnight.strftime("%a").lower(),
        )
        visits = await connection.fetch(
            "select doctor_id, starts_at from appointments where clinic_id = $1 and blocked_from >= $2"
            " and blocked_from < $3 and status in ('scheduled', 'confirmed')",
            clinic,
            first,
            last,
        )
    taken = {(visit["doctor_id"], visit["starts_at"]) for visit in visits}
    slots = []
    for row in hours:
        start, end = (midnight.replace(hour=int(at[:2]), minute=int(at[3:5])) for at in (row["opens"], row["closes"]))
        while start < end:
            at = round(start.timestamp() * 1000)
            slots += [
                {"doctor_id": one["id"], "doctor": one["name"], "time": start.strftime("%H:%M")}
                for one in doctors
                if (one["id"], at) not in taken
            ]
            start += HALF_HOUR
    times = ", ".join(sorted({slot["time"] for slot in slots}))
    return JSONResponse({"message": f"Available times: {times}.", "available_slots": slots})


@app.post("/api/book-appointment")
async def book_appointment(request: Request) -> JSONResponse:
    body = await signed_body(request)
    if body is None:
        return JSONResponse({}, 401)
    clinic, args = body["call"]["retell_llm_dynamic_variables"]["clinic_id"], body["args"]
    doctor, starts_at = args["doctor_id"], args["starts_at"]
    async with app.state.pool.acquire() as connection, connection.transaction():
        known = "select 1 from doctors where id = $1 and clinic_id = $2 and active = 1"
        if await connection.fetchval(known, doctor, clinic) is None:
            return JSONResponse({"message": "That doctor is not at this clinic."})
        taken = "select 1 from naive_visits where doctor = $1 and starts_at = $2"
        if await connection.fetchval(taken, doctor, starts_at) is not None:
            return JSONResponse({"message": "That time is taken."})
        visit = (str(uuid.uuid4()), doctor, starts_at, args["patient_name"], args["patient_phone"])
        await connection.execute("insert into naive_visits values ($1, $2, $3, $4, $5)", *visit)
    return JSONResponse({"booked": "true"})


@app.post("/api/retell/webhook")
async def event(request: Request) -> JSONResponse:
    body = await signed_body(request)
    if body is None:
        return JSONResponse({}, 401)
    key = f"{body['event']}:{body['call']['call_id']}"
    stored = "insert into naive_events values ($1, $2) on conflict do nothing"
    await app.state.pool.execute(stored, key, json.dumps(body))
    return JSONResponse({"received": True})


if __name__ == "__main__":
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(1024)
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listening])
