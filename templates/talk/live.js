// A real call in the browser, by Retell's client library. `npm run build` bundles both; the page of real calls alone loads them.
import { RetellWebClient } from "retell-client-js-sdk";

const panel = document.getElementById("live");
const says = JSON.parse(panel.dataset.says);
const [start, mute, hangUp] = ["start", "mute", "hang-up"].map((id) => document.getElementById(id));
const [state, turns, after] = ["state", "turns", "after"].map((id) => document.getElementById(id));

let [client, isMuted] = [undefined, false];

function show(text, kind = "") {
  state.textContent = text;
  state.className = `notice ${kind}`;
  state.hidden = false;
}

/** `idle`, `asking` until the call is on, or `on`. */
function become(name) {
  start.hidden = name !== "idle";
  [mute.hidden, hangUp.hidden] = [name !== "on", name !== "on"];
  if (name === "on") hangUp.focus();
}

/** Asked for first: a call that nobody can speak in costs money, too. */
async function microphone() {
  if (navigator.mediaDevices === undefined) throw new Error(says.noMicrophone);
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
  } catch (error) {
    throw new Error(says.microphone[error.name] ?? says.noMicrophone);
  }
}

async function order() {
  const answer = await fetch("/live", { method: "POST", body: new URLSearchParams({ token: panel.dataset.token }) });
  const { problem, ...call } = await answer.json();
  if (problem !== undefined) throw new Error(problem);
  return call;
}

/** The last sentences, as Retell sends them while they are spoken. */
function showWords({ transcript }) {
  turns.replaceChildren(
    ...transcript.map(({ role, content }) => {
      const [line, speaker, words] = ["li", "span", "p"].map((name) => document.createElement(name));
      line.className = role === "agent" ? "said agent" : "said";
      [speaker.className, speaker.textContent] = ["speaker", role === "agent" ? says.agent : says.caller];
      [words.className, words.dir, words.textContent] = ["words", "auto", content];
      line.append(speaker, words);
      return line;
    }),
  );
}

function over(text, kind) {
  client?.removeAllListeners();
  client = undefined;
  become("idle");
  show(text, kind);
}

async function begin() {
  become("asking");
  turns.replaceChildren();
  after.hidden = true;
  try {
    show(says.asking);
    await microphone();
    show(says.connecting);
    const { callId, accessToken } = await order();
    after.querySelector("code").textContent = `ascendia call:show ${callId}`;
    after.hidden = false;
    isMuted = false;
    mute.textContent = says.mute;
    client = new RetellWebClient();
    client.on("call_started", () => {
      become("on");
      show(says.on, "good");
    });
    client.on("update", showWords);
    client.on("call_ended", () => over(says.over));
    client.on("error", () => over(says.failed, "bad"));
    await client.startCall({ accessToken });
  } catch (error) {
    over(error instanceof TypeError ? says.failed : error.message, "bad");
  }
}

start.addEventListener("click", () => void begin());
hangUp.addEventListener("click", () => client?.stopCall());
mute.addEventListener("click", () => {
  isMuted = !isMuted;
  if (isMuted) client?.mute();
  else client?.unmute();
  mute.textContent = isMuted ? says.unmute : says.mute;
});
// Whoever leaves the page hangs up, and should know it.
window.addEventListener("beforeunload", (event) => client !== undefined && event.preventDefault());

become("idle");
