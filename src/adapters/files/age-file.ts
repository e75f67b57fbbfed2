import { type FileHandle, open, rm } from "node:fs/promises";
import { Decrypter, Encrypter } from "age-encryption";
import type { DecryptWith, EncryptFor } from "../../domain/fleet/database-files.ts";
import { AscendiaError } from "../../errors.ts";

/** age-encryption.org/v1: such a file can be opened by the `age` program too. */
const HEADER = "age-encryption.org/v1";

const CHUNK_BYTES = 1 << 20;

export async function isEncrypted(path: string): Promise<boolean> {
  return withFile(path, "r", async (file) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0);
    return buffer.toString("latin1", 0, bytesRead) === HEADER;
  });
}

/** @throws invalid if the recipient is not an age public key */
export async function encryptFile(source: string, target: string, key: EncryptFor): Promise<void> {
  const encrypter = new Encrypter();
  if ("passphrase" in key) encrypter.setPassphrase(key.passphrase);
  else addRecipient(encrypter, key.recipient);
  await transformed(source, target, (stream) => encrypter.encrypt(stream));
}

/** @throws invalid if the key does not fit, or the file was truncated or changed; then nothing is left at the target */
export async function decryptFile(source: string, target: string, key: DecryptWith): Promise<void> {
  const decrypter = new Decrypter();
  try {
    if ("passphrase" in key) decrypter.addPassphrase(key.passphrase);
    else decrypter.addIdentity(key.identity);
    await transformed(source, target, (stream) => decrypter.decrypt(stream));
  } catch (error) {
    if (error instanceof AscendiaError) throw error;
    throw new AscendiaError("invalid", `${source} cannot be decrypted: ${reasonOf(error)}.`, {
      hint: "Check the passphrase or the key. If it is the right one, the file was truncated or changed: use another backup.",
      cause: error,
    });
  }
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (error) {
    throw new AscendiaError("invalid", `"${recipient}" is not an age public key: ${reasonOf(error)}.`, {
      hint: "Make a key pair with age-keygen and pass its public key, which starts with age1.",
      cause: error,
    });
  }
}

type Bytes = ReadableStream<Uint8Array>;

async function transformed(source: string, target: string, change: (bytes: Bytes) => Promise<Bytes>): Promise<void> {
  await withFile(source, "r", (from) =>
    withFile(target, "wx", async (to) => {
      try {
        for await (const chunk of await change(bytesOf(from))) await to.writeFile(chunk);
        await to.sync();
      } catch (error) {
        await rm(target, { force: true });
        throw error;
      }
    }),
  );
}

function bytesOf(file: FileHandle): Bytes {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) controller.close();
      else controller.enqueue(buffer.subarray(0, bytesRead));
    },
  });
}

async function withFile<T>(path: string, flags: "r" | "wx", work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await opened(path, flags);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function opened(path: string, flags: "r" | "wx"): Promise<FileHandle> {
  try {
    const file = await open(path, flags, 0o600);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw new Error("it is not a file");
  } catch (error) {
    const verb = flags === "r" ? "read" : "written";
    throw new AscendiaError("invalid", `${path} cannot be ${verb}: ${reasonOf(error)}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
