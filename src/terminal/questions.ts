/** The library that asks at a terminal; loaded with the first question. */
export function loadQuestions() {
  return import("@inquirer/prompts");
}
