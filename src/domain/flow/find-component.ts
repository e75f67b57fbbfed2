import type { Flow, FlowComponent } from "./flow.ts";

/** The component a component node refers to: by id, else by name (retell-api.md 1.8, 15 #6). */
export function findComponent(flow: Flow, id: string): FlowComponent | undefined {
  const components = flow.components ?? [];
  return (
    components.find((component) => component.conversation_flow_component_id === id) ??
    components.find((component) => component.name === id)
  );
}
