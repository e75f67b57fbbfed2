"""The inbound webhook in a typical implementation with FastAPI and asyncpg: one signature check, one query, one answer."""

import hashlib
import hmac
import json
import re
import socket
import sys
import time
from datetime import datetime
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


@app.on_event("startup")
async def connect() -> None:
    app.state.pool = await asyncpg.create_pool(URL, max_size=10, server_settings={"role": "ascendia_fleet"})


@app.post("/webhooks/retell/inbound/{clinic}")
async def inbound(clinic: str, request: Request) -> JSONResponse:
    raw = await request.body()
    signed = SIGNED.fullmatch(request.headers.get("x-retell-signature", ""))
    if signed is None or abs(time.time() * 1000 - int(signed[1])) > 300_000:
        return JSONResponse({}, 401)
    own = hmac.new(KEY, raw + signed[1].encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(own, signed[2]):
        return JSONResponse({}, 401)
    call = json.loads(raw)["call_inbound"]
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


if __name__ == "__main__":
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(1024)
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listening])
