import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/**
 * Stores the ratios that benches recorded as `bench/results/<day>-<commit>.json`, merged with those of other benches at
 * the same commit, and draws all stored results as `bench/results/trend.svg`: one line per figure, the oldest on the
 * left.
 */
export async function saveResult(figures, folder = "bench/results") {
  mkdirSync(folder, { recursive: true });
  const git = (...argv) => execFileSync("git", argv).toString().trim();
  const commit = git("rev-parse", "--short=8", "HEAD");
  const file = join(folder, `${git("show", "-s", "--format=%cs", "HEAD")}-${commit}.json`);
  const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).figures : {};
  const kept = Object.entries({ ...before, ...Object.fromEntries(figures) }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const result = { commit, node: process.version, cores: availableParallelism(), figures: Object.fromEntries(kept) };
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(join(folder, "trend.svg"), trend(readResults(folder)));
  console.log(`Wrote ${file} and ${join(folder, "trend.svg")}.`);
}

function readResults(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json")).toSorted(byCommit(folder));
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
}

/** Sorts by commit time; for a commit that is no longer in the history, by the day in its file's name. */
function byCommit(folder) {
  const moments = new Map();
  const momentOf = (file) => {
    if (!moments.has(file)) {
      const { commit } = JSON.parse(readFileSync(join(folder, file), "utf8"));
      let seconds = Date.parse(file.slice(0, 10)) / 1000;
      try {
        seconds = Number(execFileSync("git", ["show", "-s", "--format=%ct", commit], { stdio: ["ignore", "pipe", "ignore"] }));
      } catch {
        // The commit was squashed or its branch deleted.
      }
      moments.set(file, seconds);
    }
    return moments.get(file);
  };
  return (a, b) => momentOf(a) - momentOf(b);
}

const [WIDTH, ROW, LEFT, CHART, TOP] = [860, 34, 400, 330, 40];

function trend(results) {
  const names = [...new Set(results.flatMap(({ figures }) => Object.keys(figures)))].toSorted();
  const height = TOP + names.length * ROW + 10;
  const rows = names.map((name, index) => row(name, results, TOP + index * ROW));
  const last = results.at(-1);
  const title = `Ratios to a bare reference in the same run, ${results.length} ${results.length === 1 ? "commit" : "commits"} to ${last?.commit ?? "none"}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="13" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="12" y="24" font-weight="bold">${escaped(title)}</text>
${rows.join("\n")}
</svg>
`;
}

function row(name, results, y) {
  const values = results.map(({ figures }) => figures[name]);
  const most = Math.max(...values.filter((value) => value !== undefined));
  const step = CHART / Math.max(1, results.length - 1);
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [[LEFT + index * step, y + ROW - 8 - (value / most) * (ROW - 14)]],
  );
  const line = points.map(([x, at]) => `${x.toFixed(1)},${at.toFixed(1)}`).join(" ");
  const dots = points.map(([x, at]) => `<circle cx="${x.toFixed(1)}" cy="${at.toFixed(1)}" r="2.5" fill="#0b6e69"/>`).join("");
  const shown = values.findLast((value) => value !== undefined) ?? "";
  return `<text x="12" y="${y + ROW - 12}">${escaped(name)}</text><line x1="${LEFT}" x2="${LEFT + CHART}" y1="${y + ROW - 8}" y2="${y + ROW - 8}" stroke="#ccc"/><polyline points="${line}" fill="none" stroke="#0b6e69" stroke-width="1.5"/>${dots}<text x="${LEFT + CHART + 16}" y="${y + ROW - 12}">× ${shown}</text>`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
