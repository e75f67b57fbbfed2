import { describe, expect, test } from "vitest";
import { desiredAgent } from "../../../src/domain/agent/content/agent-content.ts";
import { fillPlaceholders, parsePublicUrl } from "../../../src/domain/agent/template/template-files.ts";
import { templateFindings } from "../../../src/domain/agent/template/check-template.ts";
import { parseTemplate } from "../../../src/domain/agent/template/template.ts";
import { AscendiaError } from "../../../src/errors.ts";
import { sha256 } from "./shipped.ts";

const origin = { file: "mine.json", values: { PUBLIC_URL: "https://voice.example.com" } };

function smallTemplate() {
  return {
    agent: { agent_name: "Small", voice_id: "retell-Cimo", language: ["fr-FR"], webhook_url: "${PUBLIC_URL}/events" },
    flow: {
      model_choice: { type: "cascading", model: "gpt-4.1" },
      start_speaker: "agent",
      start_node_id: "greet",
      nodes: [
        {
          id: "greet",
          type: "conversation",
          instruction: { type: "static_text", text: "{{phrase_greeting}}" },
          edges: [
            {
              id: "e1",
              destination_node_id: "bye",
              transition_condition: { type: "prompt", prompt: "Caller is done" },
            },
          ],
        },
        { id: "bye", type: "end" },
      ],
    },
  };
}

test("a valid template is read and its placeholders filled; those of the call stay", () => {
  const { agent, flow, warnings } = parseTemplate(smallTemplate(), origin);
  expect(agent.webhook_url).toBe("https://voice.example.com/events");
  expect(flow.nodes[0]).toMatchObject({ instruction: { text: "{{phrase_greeting}}" } });
  expect(warnings).toEqual([]);
});

test("all problems are reported at once, each with its place and fix", () => {
  const { agent, flow } = smallTemplate();
  const broken = {
    agent: { ...agent, voice_id: undefined, end_call_after_silence_ms: 5, lang: "fr", webhook_url: "${PUBLIC_ULR}/x" },
    flow: {
      ...flow,
      nodes: [
        {
          id: "greet",
          type: "conversation",
          instruction: { type: "static_text", text: "{{clinic_nam}} ${CLINIC}" },
          edges: [
            { id: "e1", destination_node_id: "by", transition_condition: { type: "prompt", prompt: "Caller is done" } },
          ],
        },
        { id: "split", type: "branch", edges: [] },
        { id: "bye", type: "end", colour: "red" },
      ],
    },
    extra: 1,
  };
  const findings = templateFindings(broken).map(({ rule, node, field }) => [rule, node, field]);
  expect(findings).toEqual(
    expect.arrayContaining([
      ["template", undefined, "extra"],
      ["schema", undefined, "agent.voice_id"],
      ["out-of-range", undefined, "agent.end_call_after_silence_ms"],
      ["unknown-placeholder", undefined, "agent.webhook_url"],
      ["unknown-placeholder", "greet", "instruction.text"],
      ["variable-never-supplied", "greet", "instruction.text"],
      ["dangling-edge", "greet", "destination_node_id"],
      ["missing-else", "split", "else_edge"],
    ]),
  );
  expect(templateFindings(broken).some(({ message }) => message.includes("colour"))).toBe(true);
  expect(templateFindings(broken).some(({ message }) => message.includes("lang"))).toBe(true);
  expect(templateFindings(broken).every(({ fix }) => fix.length > 0)).toBe(true);
});

test("the error shows every problem and names the file", () => {
  const template = { ...smallTemplate(), flow: { nodes: [] } };
  expect(() => parseTemplate(template, origin)).toThrow(AscendiaError);
  expect(() => parseTemplate(template, origin)).toThrow(
    /mine\.json has \d+ problems:[^]*start_speaker[^]*model_config/,
  );
});

test.each([
  ["a list", []],
  ["text", "flow"],
  ["null", null],
  ["no flow", { agent: smallTemplate().agent }],
  ["no agent", { flow: smallTemplate().flow }],
  ["a bare flow", smallTemplate().flow],
])("%s is no template, and the error says what one is", (_, json) => {
  expect(() => parseTemplate(json, origin)).toThrow(/^The template .* has \d+ problems?:/);
});

describe("build-time placeholders", () => {
  test("are filled at any depth; unknown ones and those of the call stay", () => {
    const json = { a: ["${PUBLIC_URL}/x {{clinic_name}}", 3, null], "${PUBLIC_URL}": "${OTHER}" };
    expect(fillPlaceholders(json, { PUBLIC_URL: "https://a.example" })).toEqual({
      a: ["https://a.example/x {{clinic_name}}", 3, null],
      "${PUBLIC_URL}": "${OTHER}",
    });
  });

  test("a value is text, never a pattern", () => {
    expect(fillPlaceholders("${PUBLIC_URL}", { PUBLIC_URL: "https://a.example/$&/${PUBLIC_URL}" })).toBe(
      "https://a.example/$&/${PUBLIC_URL}",
    );
  });

  test("an unknown one is named", () => {
    const template = smallTemplate();
    const broken = { ...template, agent: { ...template.agent, webhook_url: "${BASE_URL}/x" } };
    expect(() => parseTemplate(broken, origin)).toThrow(
      /agent\.webhook_url: \$\{BASE_URL\} is not a known build-time placeholder/,
    );
  });

  test.each([
    ["https://ai.example.com", "https://ai.example.com"],
    ["https://ai.example.com/", "https://ai.example.com"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
    ["https://example.com/ascendia//", "https://example.com/ascendia"],
  ])("public URL %s is used as %s", (text, expected) => {
    expect(parsePublicUrl(text)).toBe(expected);
  });

  test.each(["", "ai.example.com", "ftp://example.com", "https://example.com/?a=1", "https://u:p4ss@example.com"])(
    "public URL %j is refused without repeating a password",
    (text) => {
      expect(() => parsePublicUrl(text)).toThrow(/not a plain http/);
      expect(() => parsePublicUrl(text)).not.toThrow(/p4ss/);
    },
  );
});

function hash(json: unknown, url = "https://a.example"): string {
  return desiredAgent(parseTemplate(json, { file: "f", values: { PUBLIC_URL: url } }), sha256).hash;
}

test("the hash depends on content and address, not on the order of keys", () => {
  const { agent, flow } = smallTemplate();
  const reordered = { flow: Object.fromEntries(Object.entries(flow).toReversed()), agent };

  expect(hash(reordered)).toBe(hash({ agent, flow }));
  expect(hash({ agent: { ...agent, agent_name: "Other" }, flow })).not.toBe(hash({ agent, flow }));
  expect(hash({ agent, flow }, "https://b.example")).not.toBe(hash({ agent, flow }));
});
