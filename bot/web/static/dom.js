// Elements, and texts as elements. Texts only ever become text nodes.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function lines(texts) {
  return texts.flatMap((text, number) => (number ? [element("br"), text] : [text]));
}

// A blank line begins a paragraph, lines with "- " are a list.
export function paragraphs(text) {
  const blocks = [];
  let last = null;
  for (const line of text.split("\n")) {
    const item = line.match(/^\s*[-•]\s+(.*)$/);
    const kind = !line.trim() ? null : item ? "list" : "paragraph";
    if (kind && last?.kind === kind) last.lines.push(item ? item[1] : line);
    else if (kind) blocks.push({ kind, lines: [item ? item[1] : line] });
    last = kind ? blocks.at(-1) : null;
  }
  return blocks.map((block) =>
    block.kind === "list"
      ? element("ul", {}, ...block.lines.map((line) => element("li", {}, line)))
      : element("p", {}, ...lines(block.lines)),
  );
}
