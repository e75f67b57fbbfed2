// Moves an appointment to another day or doctor: drag it, or press space on it, choose with the arrow keys, press Enter.
// Without this script, each appointment's own page moves it.
const dialog = document.getElementById("move");
const status = document.getElementById("move-status");
const [DROP, HELD] = ["drop", "held"];

/** The appointment that is being moved, and the day over which it is. */
let held = null;
let over = null;
let byKeys = false;

document.getElementById("move-how").hidden = false;
for (const visit of document.querySelectorAll(".visit[data-id]")) visit.draggable = true;

function cellOf(node) {
  return node instanceof Element ? node.closest("td[data-date]") : null;
}

function show(cell) {
  over?.classList.remove(DROP);
  over = cell;
  over?.classList.add(DROP);
}

function take(visit, keys) {
  held = visit;
  byKeys = keys;
  held.classList.add(HELD);
  show(cellOf(visit));
  status.textContent = visit.dataset.what;
}

function letGo() {
  held?.classList.remove(HELD);
  held = null;
  show(null);
  status.textContent = "";
}

/** Nothing moves before someone has read what will. */
function ask(visit, cell) {
  letGo();
  if (cell === null || cell === cellOf(visit)) return;
  const { id, what, time } = visit.dataset;
  const { date, doctor, where } = cell.dataset;
  for (const [name, value] of Object.entries({ appointment: id, date, doctor })) {
    dialog.querySelector(`[name="${name}"]`).value = value;
  }
  document.getElementById("move-from").textContent = what;
  document.getElementById("move-to").textContent = `${where}, ${time}`;
  dialog.addEventListener("close", () => visit.focus(), { once: true });
  dialog.showModal();
}

document.addEventListener("dragstart", ({ target, dataTransfer }) => {
  const visit = target instanceof Element ? target.closest(".visit[data-id]") : null;
  if (visit === null) return;
  dataTransfer.effectAllowed = "move";
  take(visit, false);
});

document.addEventListener("dragover", (event) => {
  const cell = cellOf(event.target);
  if (held === null || cell === null) return;
  event.preventDefault();
  if (cell !== over) show(cell);
});

document.addEventListener("drop", (event) => {
  if (held === null) return;
  event.preventDefault();
  ask(held, cellOf(event.target));
});

document.addEventListener("dragend", letGo);

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** The day next to it, if the week has one there. */
function neighbour(cell, [down, right]) {
  const row = cell.closest("tr");
  const rows = [...row.parentElement.rows];
  const cells = rows[rows.indexOf(row) + down]?.querySelectorAll("td[data-date]") ?? [];
  return cells[[...row.querySelectorAll("td[data-date]")].indexOf(cell) + right] ?? cell;
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (held === null) {
    const visit = target instanceof Element ? target.closest(".visit[data-id]") : null;
    if (key !== " " || visit === null) return;
    take(visit, true);
  } else if (key === "Escape") letGo();
  else if (key === "Enter" || key === " ") ask(held, over);
  else if (STEPS[key] === undefined) return;
  else {
    show(neighbour(over, STEPS[key]));
    over.scrollIntoView({ block: "nearest", inline: "nearest" });
    status.textContent = over.dataset.where;
  }
  event.preventDefault();
});

document.addEventListener("focusout", () => {
  if (held !== null && byKeys) letGo();
});
