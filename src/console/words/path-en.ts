/** What the console says about how a call went, to the people who run the assistant. */
export const pathEn = {
  why: {
    title: "Why it went this way",
    lastNode: "Last step",
    agentSaidLast: "Assistant said last",
    callerSaidLast: "Caller said last",
    turned: "Turning point",
    fine: "Nothing in the record went wrong.",
    at: (node: string, why: string) => `“${node}”: ${why}`,
    answers: "Delays",
    longWaits: (long: number, answers: number, longest: string) =>
      `${long} of ${answers} answers took 2 s or more, the longest ${longest} s`,
    troubles: "What went wrong",
    kinds: {
      tool_failed: (what: string, detail: string) => `${what} failed: ${detail}`,
      tool_refused: (what: string, detail: string) => `${what} answered ${detail}`,
      repeated: (what: string) => `the caller repeated: ${what}`,
      asked_again: (what: string) => `the assistant asked again: ${what}`,
      waited: (what: string, detail: string) => `${detail} s of silence before: ${what}`,
    },
  },
  path: {
    title: "Path through the flow",
    lead: "Choose a topic to see it drawn. Nodes that the call passed are framed and numbered in the order of its steps.",
    passes: (count: number) => (count === 1 ? "1 step" : `${count} steps`),
    none: "This call passed no nodes: no flow led it, or its transcript has been removed.",
    unknownVersion: "It is not known which version of the assistant took this call.",
    unavailable: "The flow of this call's version cannot be read now.",
    picture: (topic: string) => `The flow of the topic “${topic}”, with the nodes that the call passed`,
    other: "Not in the drawing",
    steps: "All steps",
  },
};
