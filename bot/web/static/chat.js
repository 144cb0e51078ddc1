// The web chat: what happens when somebody types, taps, comes back or leaves.

import { calendarOf, erase, history, memory, newMessageId, send, vote } from "./api.js";
import { settle } from "./choices.js";
import { element } from "./dom.js";
import { botTurn, failure, note, typingTurn, visitorTurn } from "./render.js";
import { installMenu, showExamples, showFlows } from "./starts.js";

const LIMIT = 4096;
const NEAR = 300;
const TYPING_AFTER = 300; // ms: a quick answer needs no promise of one
const LATE_TRIES = 3;
const LOOK_EVERY = 30000; // ms

const WHEN = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };

const ui = Object.fromEntries(
  [...document.querySelectorAll("[id]")].map((found) => [found.id, found]),
);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let conversation = memory.get("conversation");
let audience = memory.get("audience");
let seen = 0; // the cursor up to which the history was looked through
// One after the other: the answer to the first message says in which conversation the second is.
let queue = Promise.resolve();

// --- a message, and what comes back ---

function ask(text) {
  const turn = visitorTurn(text);
  ui.log.append(turn);
  turn.scrollIntoView({ block: "end" });
  deliver({ text, message_id: newMessageId() }, turn);
}

function deliver(message, turn) {
  turn.classList.remove("failed");
  turn.querySelector(".failure")?.remove();
  queue = queue.then(() => attempt(message, turn));
}

async function attempt(message, turn) {
  const stopTyping = startTyping(turn);
  try {
    const answer = await sendPatiently({ ...message, conversation, audience: audience || null });
    setConversation(answer.conversation);
    stopTyping();
    turn.after(...answer.replies.map((reply) => said(reply)));
    // A long answer is read from its beginning.
    turn.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  } catch (problem) {
    stopTyping();
    if (problem.code === "conversation_not_found") {
      setConversation(null);
      await attempt(message, turn);
      return;
    }
    turn.classList.add("failed");
    turn.append(failure(problem, () => deliver(message, turn)));
    turn.scrollIntoView({ block: "end" });
  }
}

// A late answer is still being worked on: the same message again gets it.
async function sendPatiently(message) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(message);
    } catch (problem) {
      if (problem.code !== "reply_late" || tries === LATE_TRIES) throw problem;
      await new Promise((resolve) => setTimeout(resolve, problem.wait * 1000));
    }
  }
}

function said(reply, feedback) {
  const turn = botTurn(reply, { feedback, onChoose: ask, onVote: vote });
  if (reply.reminder) turn.append(calendarLink());
  return turn;
}

function calendarLink() {
  return element("a", { class: "calendar", href: calendarOf(conversation), download: "" }, "📅 Thêm vào lịch (.ics)");
}

function startTyping(asked) {
  const typing = typingTurn();
  const timer = setTimeout(() => {
    asked.after(typing);
    typing.scrollIntoView({ block: "nearest" });
  }, TYPING_AFTER);
  return () => {
    clearTimeout(timer);
    typing.remove();
  };
}

// --- who is asking ---

function setAudience(chosen) {
  audience = chosen;
  memory.set("audience", chosen);
  ui.audience.value = chosen ?? "";
  for (const button of ui.who.children)
    button.setAttribute("aria-pressed", button.dataset.audience === chosen);
  showFlows(ui.flows, chosen, ask);
  showFlows(ui.menu, chosen, ask);
  showExamples(ui.examples.querySelector("ul"), chosen, ask);
}

// --- coming back, and leaving for good ---

function setConversation(id) {
  conversation = id;
  memory.set("conversation", id);
  ui.erase.hidden = !id;
}

async function restore() {
  ui.log.setAttribute("aria-live", "off");
  try {
    const past = await history(conversation);
    seen = past.cursor;
    if (!audience && past.audience) setAudience(past.audience);
    const turns = past.messages.map((message) => [message, pastTurn(message)]);
    ui.log.replaceChildren(...turns.map(([, turn]) => turn));
    ui.log.querySelectorAll(".turn.visitor").forEach(settle);
    for (const [message, turn] of turns) if (message.state === "received") deliver(repeated(message), turn);
    ui.log.lastElementChild?.scrollIntoView({ block: "end" });
  } catch (problem) {
    if (problem.code === "conversation_not_found") {
      setConversation(null);
      ui.log.replaceChildren(note("Cuộc trò chuyện trước không còn nữa. Mình bắt đầu cuộc mới nhé."));
    } else {
      ui.log.replaceChildren(note("Chưa tải được các tin nhắn trước."), failure(problem, comeBack));
    }
  } finally {
    ui.log.setAttribute("aria-live", "polite");
  }
}

// What the bot says unasked, as a reminder, is found in the history. A look that fails is not
// worth a word: the next one comes soon.
async function lookForNews() {
  if (!conversation) return;
  try {
    const news = await history(conversation, seen);
    seen = news.cursor;
    const turns = news.messages.filter(({ unasked }) => unasked).map(pastTurn);
    ui.log.append(...turns);
    turns.at(-1)?.scrollIntoView({ block: "nearest" });
  } catch {
    // it stays where it is
  }
}

let isLooking = false;

function look() {
  if (isLooking || document.visibilityState !== "visible") return;
  isLooking = true;
  queue = queue.then(lookForNews).finally(() => (isLooking = false));
}

const repeated = ({ text, message_id }) => ({ text, message_id });

function pastTurn(message) {
  if (message.direction === "outgoing") return said(message.reply, message.feedback);
  const turn = visitorTurn(message.text);
  if (message.state === "failed") {
    turn.classList.add("failed");
    turn.append(failure(new Error("Tin này chưa được trả lời."), () => deliver(repeated(message), turn)));
  }
  return turn;
}

function comeBack() {
  if (conversation) queue = queue.then(restore);
}

async function forget() {
  try {
    const receipt = await erase(conversation);
    setConversation(null);
    const when = new Date(receipt.erased_at).toLocaleString("vi-VN", WHEN);
    const words = [`Đã xoá ${receipt.messages} tin nhắn lúc ${when}.`, `Mã biên nhận: ${receipt.receipt}`];
    if (receipt.pending) words.push("Phần ghi nhớ của máy hội thoại chưa xoá được ngay, sẽ được xoá trong ít phút.");
    setAudience(null);
    ui.log.replaceChildren(note(...words));
  } catch (problem) {
    if (problem.code === "conversation_not_found") {
      setConversation(null);
      ui.log.replaceChildren();
    }
    ui.log.append(note(problem.message));
  }
  ui.log.lastElementChild.scrollIntoView({ block: "end" });
  ui.text.focus();
}

// --- writing ---

function measure() {
  ui.text.style.height = "auto";
  ui.text.style.height = `${ui.text.scrollHeight + 2}px`;
  const left = LIMIT - [...ui.text.value.normalize("NFC").trim()].length;
  ui.counter.textContent = left > NEAR ? "" : left < 0 ? `Dài quá ${-left} ký tự` : `Còn ${left} ký tự`;
  ui.counter.classList.toggle("over", left < 0);
  ui.send.disabled = left < 0;
}

function submit(event) {
  event.preventDefault();
  const text = ui.text.value.trim();
  ui.text.focus();
  if (!text || ui.send.disabled) return;
  ui.text.value = "";
  measure();
  ask(text);
}

function onKey(event) {
  // While an input method composes a letter, Enter is its own.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  submit(event);
}

function showConnection() {
  ui.offline.hidden = navigator.onLine;
}

ui.form.addEventListener("submit", submit);
ui.text.addEventListener("keydown", onKey);
ui.text.addEventListener("input", measure);
ui.audience.addEventListener("change", () => setAudience(ui.audience.value || null));
ui.who.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-audience]");
  if (chosen) setAudience(chosen.dataset.audience);
});
ui.erase.addEventListener("click", () => ui.confirm.showModal());
ui.confirm.addEventListener("click", (event) => {
  const { answer } = event.target.dataset;
  if (answer) ui.confirm.close();
  if (answer === "erase") queue = queue.then(forget);
});
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
document.addEventListener("visibilitychange", look);
setInterval(look, LOOK_EVERY);

for (const working of [ui.audience, ui.who, ui.starts, ui.examples, ui.form]) working.hidden = false;
installMenu(ui.more, ui.menu);
setAudience(audience);
setConversation(conversation);
showConnection();
comeBack();
