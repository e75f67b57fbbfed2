// Keeps lists of calls, and the page of a call in progress, up to date. Without it, reloading does the same.
const body = document.body;
const source = new EventSource(body.dataset.live);
const rows = document.getElementById("calls");
const MOST_ROWS = 200;

/** Rows come escaped from the server; a template runs nothing. */
function rowOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("tr");
}

source.addEventListener("call", ({ data }) => {
  const row = rowOf(data);
  if (row === null || rows === null) return;
  const known = document.getElementById(row.id);
  row.classList.add("fresh");
  if (known !== null) known.replaceWith(row);
  else if (rows.dataset.first !== undefined) {
    rows.prepend(row);
    // A page that stays open all day does not grow with it.
    while (rows.childElementCount > MOST_ROWS) rows.lastElementChild.remove();
    rows.closest("table").removeAttribute("data-empty");
    for (const empty of document.querySelectorAll("table + .empty")) empty.remove();
  }
});

let asked = 0;

/** A page that changed is asked for again, whole: it is rendered in one place. */
async function renew() {
  const mine = (asked += 1);
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (main !== null) document.querySelector("main").replaceWith(main);
  if (page.body.dataset.live === undefined) source.close();
}

source.addEventListener("changed", renew);

// What happened while the connection was broken is on the page itself.
let wasBroken = false;
source.addEventListener("error", () => (wasBroken = true));
source.addEventListener("open", () => {
  if (wasBroken) location.reload();
});
