/** What the console says about a call's times, its recording, and the scenario made of it. */
export const recordEn = {
  record: {
    times: "Who spoke when",
    lanes: { agent: "Assistant", caller: "Caller", tool: "Waiting for a tool" },
    heard: (who: string, times: number, together: string) =>
      `${who}: ${times === 1 ? "once" : `${times} times`}, ${together} together`,
    recording: "Recording",
    listen: "Listen at Retell",
    scenario: "Make a scenario of it",
    scenarioLead:
      "A scenario plays this call again and again, to notice when the assistant behaves differently. People's names, numbers and birth dates are replaced.",
    make: "Make the scenario and download it",
    problems: {
      busy: "Another scenario is being made right now. Try again in a minute.",
      slow: "It took too long.",
      differs: "Today's assistant no longer does what it did in this call:",
      none: "The record of this call does not show what the assistant did.",
    },
  },
};
