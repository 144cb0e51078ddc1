// What is better looked at than read: a comparison, and a picture; each can be read all the same.

import { element, paragraphs } from "./dom.js";

const sourceOf = (cell) =>
  cell.source ? element("small", { class: "source" }, element("span", { class: "hidden" }, "Nguồn: "), cell.source) : null;

function wide({ caption, columns, rows }) {
  const heads = columns.map((column) => element("th", { scope: "col" }, column));
  return element(
    "table",
    { class: "compared" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, element("td"), ...heads)),
    element(
      "tbody",
      {},
      ...rows.map(({ head, cells }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, head),
          ...cells.map((cell) => element("td", {}, cell.text, sourceOf(cell))),
        ),
      ),
    ),
  );
}

// A phone has no room for columns: each becomes a card of its own, the first one open.
function narrow({ caption, columns, rows }) {
  return element(
    "div",
    { class: "cards", role: "group", "aria-label": caption },
    element("p", { class: "caption" }, caption),
    ...columns.map((column, place) =>
      element(
        "details",
        { class: "card", open: place === 0 },
        element("summary", {}, column),
        element(
          "dl",
          {},
          ...rows.flatMap(({ head, cells }) => [
            element("dt", {}, head),
            element("dd", {}, cells[place].text, sourceOf(cells[place])),
          ]),
        ),
      ),
    ),
  );
}

// What comes before the comparison stays; the lines that say the same can be opened.
export function comparison(table, text) {
  const [opening, ...same] = text.split(/\n\n+/);
  return [
    ...paragraphs(opening),
    wide(table),
    narrow(table),
    inWords(...paragraphs(same.join("\n\n"))),
  ];
}

export function picture({ url, alt }) {
  // The drawing says its own size; these keep its room until it is there.
  const image = element("img", { src: url, alt, width: 570, height: 430, decoding: "async" });
  const [, title, values] = alt.match(/^(.*): ([^:]+?)\.?$/s) ?? [null, alt, ""];
  const items = values ? values.split(", ").map((value) => element("li", {}, value)) : [];
  return element(
    "figure",
    { class: "picture" },
    image,
    inWords(element("p", {}, title), ...(items.length ? [element("ul", {}, ...items)] : [])),
  );
}

function inWords(...said) {
  return element("details", { class: "in-words" }, element("summary", {}, "Đọc dạng chữ"), ...said);
}
