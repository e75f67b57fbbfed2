const titled =
  /^(?:dre?|docteure?|doctor|pre?|prof|professeure?|professor|mme|mlle|madame|mademoiselle|monsieur|m|mr|mrs|ms|miss)(?:\.|(?=\s))/iu;

/** "Jane Doe, MD": the title is already said. */
const withDegree = /,\s*(?:m\.?d|d\.?o|d\.?d\.?s|d\.?m\.?d|n\.?p|p\.?a|r\.?n|ph\.?d)\.?$/iu;

/** A practitioner's name as spoken and listed: with the title, once. */
export function doctorName(name: string): string {
  return titled.test(name) || withDegree.test(name) ? name : `Dr. ${name}`;
}
