const words: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EEXIST: "there is a file of that name",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "there is no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of the path is a file, not a folder",
  EPERM: "it is not permitted",
  EROFS: "the disk is read-only",
};

/** Why the operating system refused a file, in words; its own code stays, to look it up. */
export function osReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = words[code];
  return known === undefined ? error.message : `${known} (${code})`;
}
