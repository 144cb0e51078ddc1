// What to begin with: the guided flows, and questions to try; by who is asking.

import { element } from "./dom.js";

const GENERAL = [
  "Học hết lớp 9 thì có thể đi những con đường nào?",
  "Trung học nghề là học gì?",
  "Học nghề sau lớp 9 có phải đóng học phí không?",
  "Học trung cấp xong có lên đại học được không?",
];
const EXAMPLES = {
  student: [
    "Học hết lớp 9 thì em có thể đi những con đường nào ạ?",
    "Trung học nghề học mấy năm và học những môn nào?",
    "Học 4 môn văn hoá khác 7 môn chỗ nào?",
    "Học trung cấp xong em lên đại học được không?",
  ],
  parent: [
    "Con tôi học 9+ xong có bằng cấp 3 không?",
    "Học nghề sau lớp 9 có phải đóng học phí không?",
    "Làm sao biết trường này có được phép dạy trung học nghề?",
    "Con trai học nghề có được hoãn nghĩa vụ quân sự không?",
  ],
  teacher: [
    "Đến năm 2030 Quảng Ninh muốn bao nhiêu phần trăm học sinh vào giáo dục nghề nghiệp?",
    "Chỉ thị 21-CT/TW đặt những mục tiêu nào đến năm 2030?",
    "Luật Giáo dục nghề nghiệp mới có hiệu lực từ khi nào?",
    "Kế hoạch của xã giao UBND những việc gì?",
  ],
};

const PATHWAY = { title: "🧭 Tư vấn lộ trình", says: "Tư vấn lộ trình" };
const INTERESTS = { title: "🧩 Trắc nghiệm sở thích", says: "Làm trắc nghiệm sở thích" };
const SCHOOLS = { title: "🏫 Tìm trường", says: "Tìm trường" };
const LESSONS = { title: "📚 Học Chỉ thị 21", says: "Học Chỉ thị 21" };
const FLOWS = {
  student: [PATHWAY, INTERESTS, SCHOOLS, LESSONS],
  parent: [PATHWAY, SCHOOLS, INTERESTS, LESSONS],
  teacher: [LESSONS, PATHWAY, SCHOOLS, INTERESTS],
};

// The second click of a double click starts nothing anew.
const once = (begin) => (event) => {
  if (event.detail < 2) begin();
};

export function showExamples(list, audience, ask) {
  list.replaceChildren(
    ...(EXAMPLES[audience] ?? GENERAL).map((text) =>
      element("li", {}, element("button", { type: "button", onclick: once(() => ask(text)) }, text)),
    ),
  );
}

export function showFlows(place, audience, ask) {
  place.replaceChildren(
    ...(FLOWS[audience] ?? FLOWS.student).map(({ title, says }) =>
      element("button", { type: "button", class: "chip", onclick: once(() => ask(says)) }, title),
    ),
  );
}

// A button that shows and hides a list of buttons; Escape or a tap beside it hides it too.
export function installMenu(button, list) {
  const show = (isShown) => {
    list.hidden = !isShown;
    button.setAttribute("aria-expanded", isShown);
  };
  const isShown = () => !list.hidden;
  button.addEventListener("click", () => {
    show(!isShown());
    if (isShown()) list.querySelector("button").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isShown()) return;
    show(false);
    button.focus();
  });
  document.addEventListener("click", (event) => {
    if (isShown() && !button.contains(event.target)) show(false);
  });
}
