// From what was said to what is seen.

import { choices } from "./choices.js";
import { element, paragraphs } from "./dom.js";
import { comparison, picture } from "./figures.js";

const KINDS = {
  clarify: "Mình hỏi lại cho rõ",
  no_answer: "Mình chưa có thông tin này",
  handoff: "Gặp người tư vấn",
  safety: "⚠ Quan trọng",
};
const STATES = {
  in_force: "Còn hiệu lực",
  superseded: "Đã được thay thế",
  expired: "Đã hết thời hạn áp dụng",
  plan: "Kế hoạch",
  secondary: "Nguồn thứ cấp, nên đối chiếu văn bản gốc",
};
const THUMBS = {
  up: ["Câu trả lời có ích", "M7 11v9H4v-9zM7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9H19a2 2 0 0 1 2 2.3l-1.2 7a2 2 0 0 1-2 1.7H7"],
  down: ["Câu trả lời chưa đúng", "M17 13V4h3v9zM17 13l-4 8a2.5 2.5 0 0 1-2.5-2.5V15H5a2 2 0 0 1-2-2.3l1.2-7a2 2 0 0 1 2-1.7H17"],
};
const RATED = ["answer", "no_answer"];
const WITH_NUMBERS = ["safety", "handoff"];
const SVG = "http://www.w3.org/2000/svg";
const EMERGENCY = /\b(111|113|115)\b/;

// In danger a number is to be tapped, not copied.
function linkNumbers(node) {
  for (const text of [...node.childNodes]) {
    if (text.nodeType !== Node.TEXT_NODE) {
      linkNumbers(text);
      continue;
    }
    const parts = text.data.split(EMERGENCY);
    text.replaceWith(
      ...parts.map((part, at) => (at % 2 ? element("a", { href: `tel:${part}` }, part) : part)),
    );
  }
}

const date = (iso) => iso.split("-").reverse().join("/");

function stateOf({ status, superseded_by }) {
  if (superseded_by) return ["superseded", `Đã được thay thế bởi ${superseded_by}`];
  return status in STATES ? [status, STATES[status]] : ["unknown", "Chưa rõ hiệu lực"];
}

function source(citation) {
  const [state, words] = stateOf(citation);
  const dates = [
    citation.issued && `Ban hành ${date(citation.issued)}`,
    citation.in_force_from && `hiệu lực từ ${date(citation.in_force_from)}`,
  ].filter(Boolean);
  return element(
    "li",
    {},
    element("div", { class: "document" }, citation.document),
    citation.title ? element("div", {}, citation.title) : null,
    citation.clause ? element("div", {}, citation.clause) : null,
    dates.length ? element("div", { class: "state" }, dates.join(", ")) : null,
    element("div", { class: `state ${state}` }, words),
    /^https?:\/\//.test(citation.url ?? "")
      ? element(
          "a",
          { href: citation.url, target: "_blank", rel: "noopener noreferrer" },
          "Mở văn bản",
          element("span", { class: "hidden" }, ` ${citation.document} (trang mới)`),
        )
      : null,
  );
}

function sources(citations) {
  return element(
    "details",
    { class: "sources" },
    element("summary", {}, `Nguồn (${citations.length})`),
    element("ul", {}, ...citations.map(source)),
  );
}

// The text of an answer ends with its sources, for those who have no page to open them.
function withoutSources(text) {
  return text.replace(/(\n+📄 [^\n]*)+\s*$/u, "");
}

function thumb(value, pressed, onclick) {
  const [label, outline] = THUMBS[value];
  const icon = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, to] of Object.entries({ viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": true }))
    icon.setAttribute(name, to);
  for (const [name, to] of Object.entries({ d: outline, fill: "none", stroke: "currentColor", "stroke-width": 1.7, "stroke-linejoin": "round" }))
    path.setAttribute(name, to);
  icon.append(path);
  const attributes = { type: "button", class: "icon", "aria-label": label, title: label, "aria-pressed": pressed };
  return element("button", { ...attributes, onclick }, icon);
}

function opinion(reply, given, onVote) {
  const row = element("div", { class: "opinion" });
  const said = element("span", { class: "small", role: "status" });
  const buttons = {};
  const mark = (value) => {
    for (const [name, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", name === value);
  };
  const tell = async (value, comment, thanks) => {
    try {
      await onVote({ answer_id: reply.answer_id, value, comment });
      mark(value);
      said.textContent = thanks;
      return true;
    } catch (problem) {
      said.textContent = problem.message;
      return false;
    }
  };
  const ask = () => {
    const input = element("input", { maxlength: 1000, placeholder: "Chưa đúng ở đâu? (không bắt buộc)", "aria-label": "Chưa đúng ở đâu?" });
    const form = element("form", {}, input, element("button", { class: "plain" }, "Gửi"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!input.value.trim() || (await tell("down", input.value, "Cảm ơn bạn, mình đã ghi lại góp ý."))) form.remove();
    });
    row.querySelector("form")?.remove();
    row.append(form);
    form.scrollIntoView({ block: "nearest" });
  };
  buttons.up = thumb("up", given === "up", async () => {
    row.querySelector("form")?.remove();
    await tell("up", null, "Cảm ơn bạn!");
  });
  buttons.down = thumb("down", given === "down", async () => {
    if (await tell("down", null, "Mình đã ghi lại.")) ask();
  });
  row.append(buttons.up, buttons.down, said);
  return row;
}

export function botTurn(reply, { feedback = null, onChoose, onVote }) {
  const cited = reply.citations.length > 0;
  const text = cited ? withoutSources(reply.text) : reply.text;
  const bubble = element(
    "div",
    { class: "bubble" },
    element("span", { class: "hidden" }, "La Bàn: "),
    reply.kind in KINDS ? element("div", { class: "kind" }, KINDS[reply.kind]) : null,
    ...(reply.table ? comparison(reply.table, text) : paragraphs(text)),
    reply.picture ? picture(reply.picture) : null,
    cited ? sources(reply.citations) : null,
  );
  if (WITH_NUMBERS.includes(reply.kind)) linkNumbers(bubble);
  return element(
    "div",
    { class: `turn bot is-${reply.kind}${reply.table ? " has-table" : ""}` },
    bubble,
    reply.answer_id && RATED.includes(reply.kind) ? opinion(reply, feedback, onVote) : null,
    reply.buttons.length ? choices(reply, onChoose) : null,
  );
}

export function visitorTurn(text) {
  return element(
    "div",
    { class: "turn visitor", "data-said": text },
    element("div", { class: "bubble" }, element("span", { class: "hidden" }, "Bạn: "), text),
  );
}

export function typingTurn() {
  const dots = element("span", { class: "typing", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
  return element(
    "div",
    { class: "turn bot" },
    element("div", { class: "bubble" }, dots, element("span", { class: "hidden" }, "La Bàn đang soạn câu trả lời…")),
  );
}

export function note(...texts) {
  return element("div", { class: "note" }, ...texts.map((text) => element("p", {}, text)));
}

export function failure(problem, onRepeat) {
  const words = element("span", {}, problem.message);
  const button = element("button", { type: "button", class: "plain", onclick: onRepeat }, "Thử lại");
  if (problem.code === "too_many_messages") countDown(button, problem.wait);
  return element("div", { class: "failure", role: "alert" }, words, button);
}

function countDown(button, seconds) {
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? `Thử lại sau ${seconds} giây` : "Thử lại";
  if (seconds > 0) setTimeout(() => countDown(button, seconds - 1), 1000);
}
