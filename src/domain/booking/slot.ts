/** A free time with a doctor, with and without the buffers; `roomId` is null at a clinic without rooms. */
export interface Slot {
  readonly doctorId: string;
  readonly roomId: string | null;
  readonly typeId: string | null;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockedFrom: number;
  readonly blockedTo: number;
}

/** Which slot is meant; doctor and start are enough, the type decides its length. */
export type SlotChoice = Pick<Slot, "doctorId" | "startsAt" | "typeId">;

const separator = "~";

/**
 * Opaque text for a slot that a language model hands back. It ends in a checksum, so a shortened or misread id is
 * told from a valid one; whether the slot is still free is only known when booking.
 */
export function slotIdOf({ doctorId, startsAt, typeId }: SlotChoice): string {
  const body = [doctorId, startsAt.toString(36), typeId ?? ""].join(separator);
  return `${body}${separator}${checksum(body)}`;
}

/** The slot that an id stands for; undefined when the text is no slot id or was changed on its way. */
export function readSlotId(text: string): SlotChoice | undefined {
  const [doctorId, start, typeId, check, more] = text.trim().split(separator);
  if (!doctorId || !start || typeId === undefined || check === undefined || more !== undefined) return undefined;
  if (checksum([doctorId, start, typeId].join(separator)) !== check) return undefined;
  return { doctorId, startsAt: Number.parseInt(start, 36), typeId: typeId === "" ? null : typeId };
}

/** FNV-1a, 32 bits, in base 36. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
