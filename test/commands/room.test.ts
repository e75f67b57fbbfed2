import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";

const rooms = z.object({ rooms: z.array(z.object({ name: z.string(), active: z.boolean() })) });

describe("rooms", () => {
  it("are added, renamed, taken out of use and back", async () => {
    const { command, data } = await storedClinic();
    const { stdout } = await command("room:add", "Salle 1");
    expect(stdout).toContain("This is the first room: every new appointment now needs a free room.");
    await command("room:add", "Salle 2");
    await command("room:update", "salle 2", "--name", "Salle verte");
    await command("room:update", "salle verte", "--no-active");
    expect((await data(rooms, "room:list")).rooms).toEqual([
      { name: "Salle 1", active: true },
      { name: "Salle verte", active: false },
    ]);
    await command("room:update", "Salle verte", "--active");
    expect((await data(rooms, "room:list")).rooms[1]).toEqual({ name: "Salle verte", active: true });
  });

  it("limit bookings to one visit per room", async () => {
    const { command } = await storedClinic();
    await command("room:add", "Salle 1");
    expect((await command(...booking("awa", "09:00"))).code).toBe(0);
    const second = await command(...booking("luc", "09:00", "Aya Test"));
    expect([second.code, second.stderr.includes("that time is taken")]).toEqual([1, true]);
  });

  it("out of use keep their appointments, and removing the last one is reported", async () => {
    const { command } = await storedClinic();
    await command("room:add", "Salle 1");
    await command(...booking("awa", "09:00"));
    const { code, stdout, stderr } = await command("room:remove", "Salle 1");
    expect(code).toBe(0);
    expect(stdout).toContain("in it are kept: 1.");
    expect(stderr).toContain("nothing can be booked");
    const listed = await command("slot:list", "--date", coming.tuesday);
    expect(listed.stdout).toContain("Aucune salle n'est en service : rien ne peut être réservé");
  });

  it("that were never used are forgotten, after which a clinic without rooms is not limited by them", async () => {
    const { command, data } = await storedClinic();
    await command("room:add", "Salle 1");
    await command("room:remove", "salle 1", "--dry-run");
    expect((await data(rooms, "room:list")).rooms).toHaveLength(1);
    expect((await command("room:remove", "salle 1")).stdout).toContain("rooms no longer limit bookings");
    expect((await data(rooms, "room:list")).rooms).toEqual([]);
    await command(...booking("awa", "09:00"));
    expect((await command(...booking("luc", "09:00", "Aya Test"))).code).toBe(0);
  });

  it("stay as they are in a dry run", async () => {
    const { command, data } = await storedClinic();
    await command("room:add", "Salle 1", "--dry-run");
    expect((await data(rooms, "room:list")).rooms).toEqual([]);
    await command("room:add", "Salle 1");
    await command("room:remove", "Salle 1", "--dry-run");
    expect((await data(rooms, "room:list")).rooms).toEqual([{ name: "Salle 1", active: true }]);
  });

  it.each([
    [["room:add", "salle 1"], 1, "has a room named"],
    [["room:add", " "], 1, "name is empty"],
    [["room:add", "a@b.example"], 1, "reads as an email address"],
    [["room:add"], 2, "Pass <name>."],
    [["room:update", "Salle 1"], 2, "Nothing to change."],
    [["room:update", "Salle 9", "--active"], 1, 'no room "Salle 9"'],
    [["room:remove", "Salle 9"], 1, 'no room "Salle 9"'],
  ])("refuse %j", async (argv, exitCode, message) => {
    const { command } = await storedClinic();
    await command("room:add", "Salle 1");
    const { code, stdout, stderr } = await command(...argv);
    expect([code, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toContain(message);
  });
});
