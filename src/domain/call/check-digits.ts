/** FNV-1a (RFC draft-eastlake-fnv), folded to 16 bits, as four hexadecimal digits. */
export function checkDigits(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01_00_01_93) >>> 0;
  return ((hash >>> 16) ^ (hash & 0xff_ff)).toString(16).padStart(4, "0");
}
