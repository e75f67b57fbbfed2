import { expect, test } from "vitest";
import { conditionHolds } from "../../src/flow/equation.ts";
import { nodeEdges } from "../../src/flow/flow.ts";
import { parsedTemplate } from "../domain/agent/shipped.ts";

const { flow } = parsedTemplate();
const greeting = flow.nodes.find((node) => node.id === flow.start_node_id);

/** Where the call goes after its first words, decided by the clinic's variables alone. */
function afterGreeting(variables: Readonly<Record<string, string>>): string | undefined {
  const edges = greeting === undefined ? [] : nodeEdges(greeting).map(({ edge }) => edge);
  const taken = edges.find(({ transition_condition: condition }) => {
    return condition.type === "equation" && conditionHolds(condition, (name) => variables[name]);
  });
  return taken?.destination_node_id;
}

test.each([
  ["open", undefined],
  ["closed", "out_of_service"],
  ["forwarded", "forward_calls"],
])("a clinic that is %s leads its callers to %s", (status, destination) => {
  expect(afterGreeting({ clinic_id: "clinic-1", clinic_status: status })).toBe(destination);
});

test.each([
  ["open", "forget_called_person"],
  ["closed", "out_of_service"],
])("a call that the clinic makes while it is %s leads to %s", (status, destination) => {
  const variables = { clinic_id: "clinic-1", clinic_status: status, call_purpose: "reminder" };
  expect(afterGreeting(variables)).toBe(destination);
});

test("a call that comes in for no purpose of ours is nobody's reminder", () => {
  expect(afterGreeting({ clinic_id: "clinic-1", clinic_status: "open", call_purpose: "" })).toBeUndefined();
});

test("a line that does not answer ends the call with a goodbye and not with the receptionist", () => {
  const forward = flow.nodes.find(({ id }) => id === "forward_calls");
  expect(forward).toMatchObject({ type: "transfer_call", edge: { destination_node_id: "goodbye" } });
});
