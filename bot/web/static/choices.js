// The buttons below a reply: the choices of a question, or offers of what to do next.

import { element } from "./dom.js";

const FACE = /^(\p{Extended_Pictographic}\uFE0F?) (\d)$/u;
const GLADLY = ["ghét", "không thích", "bình thường", "thích", "rất thích"];

// A step of a flow says its number: "Câu 5/30", "phần 2/4".
const NUMBERED = /(?:Câu|phần) \d+\/\d+/;

const isClosed = (chip) => chip.getAttribute("aria-disabled") === "true";

function chipOf({ title, payload }, onChoose) {
  const [, face, number] = title.match(FACE) ?? [];
  const words = face ? [element("span", { class: "face", "aria-hidden": "true" }, face), number] : [title];
  const label = face ? `${number}, ${GLADLY[number - 1]}` : null;
  const chip = element("button", { type: "button", class: "chip", "aria-label": label }, ...words);
  chip.dataset.payload = payload;
  chip.addEventListener("click", () => {
    if (isClosed(chip)) return;
    choose(chip);
    onChoose(payload);
  });
  return chip;
}

export function choices(reply, onChoose) {
  const layout = reply.row ? "row" : reply.kind === "notice" ? "column" : "";
  const step = reply.row || NUMBERED.test(reply.text) ? "step" : "";
  return element(
    "div",
    { class: `chips ${layout} ${step}`, role: "group", "aria-label": reply.row ? "Chọn một" : "Gợi ý" },
    ...reply.buttons.map((button) => chipOf(button, onChoose)),
  );
}

// A step is answered once; of offers, the others may still be wanted.
function choose(chip) {
  chip.classList.add("chosen");
  const group = chip.parentElement;
  for (const one of group.matches(".step") ? group.children : [chip]) close(one);
}

// Closed buttons can be read, and are passed over by the Tab key; the one with the focus keeps it.
function close(chip) {
  chip.setAttribute("aria-disabled", "true");
  chip.tabIndex = -1;
}

// A page that is loaded again shows what was chosen: it is what was said next.
export function settle(turn) {
  const chips = [];
  for (let before = turn.previousElementSibling; before?.matches(".bot"); before = before.previousElementSibling)
    chips.push(...before.querySelectorAll(".chip"));
  const chosen = chips.find((chip) => chip.dataset.payload === turn.dataset.said);
  if (chosen) choose(chosen);
}
