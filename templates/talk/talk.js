// Sends each form without leaving the page, and speaks what the assistant says. Without it the page is loaded anew.
const main = () => document.querySelector("main");
const locale = document.body.dataset.voice;
const hear = document.getElementById("hear");
const speech = window.speechSynthesis;
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

if (speech !== undefined) {
  hear.closest("label").hidden = false;
  hear.checked = localStorage.getItem("hear") !== "no";
  hear.addEventListener("change", () => {
    localStorage.setItem("hear", hear.checked ? "yes" : "no");
    if (!hear.checked) speech.cancel();
  });
}

let [call, spoken] = ["", -1];

/** The clinic's own language and country where the browser has such a voice, else its language. */
function voice() {
  const all = speech.getVoices();
  return all.find(({ lang }) => lang === locale) ?? all.find(({ lang }) => lang.startsWith(locale.slice(0, 2))) ?? null;
}

function speakNews() {
  const log = document.querySelector(".log");
  if (log === null) return;
  if (log.dataset.call !== call) [call, spoken] = [log.dataset.call, -1];
  for (const line of log.querySelectorAll("[data-place]")) {
    const place = Number(line.dataset.place);
    if (place <= spoken) continue;
    spoken = place;
    if (speech === undefined || !hear.checked) continue;
    const words = new SpeechSynthesisUtterance(line.querySelector(".words").textContent);
    [words.lang, words.voice] = [locale, voice()];
    words.addEventListener("start", () => line.classList.add("speaking"));
    words.addEventListener("end", () => line.classList.remove("speaking"));
    speech.speak(words);
  }
}

function arrange() {
  const log = document.querySelector(".log");
  if (log !== null) log.scrollTop = log.scrollHeight;
  const way = document.querySelector(".scrolled");
  if (way !== null) way.scrollTop = way.scrollHeight;
  document.getElementById("words")?.focus({ preventScroll: true });
  const button = document.getElementById("speak");
  if (button !== null && Recognition !== undefined) button.hidden = false;
}

async function send(form) {
  if (document.body.classList.contains("busy")) return;
  document.body.classList.add("busy");
  speech?.cancel();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    main().replaceWith(page.querySelector("main"));
    arrange();
    speakNews();
  } catch {
    location.reload();
  } finally {
    document.body.classList.remove("busy");
  }
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  void send(event.target);
});

document.addEventListener("click", ({ target }) => {
  if (target.id !== "speak") return;
  const heard = new Recognition();
  const said = target.textContent;
  [heard.lang, target.textContent] = [locale, target.dataset.listening];
  speech?.cancel();
  heard.addEventListener("result", ({ results }) => {
    document.getElementById("words").value = results[0][0].transcript;
    target.form.requestSubmit();
  });
  heard.addEventListener("end", () => (target.textContent = said));
  heard.start();
});

arrange();
speakNews();
