// Shows /openapi.json readably: every operation with its fields, without a library.

import { element } from "./dom.js";

const page = document.getElementById("api");

function resolve(api, schema = {}) {
  if (schema.$ref) return resolve(api, schema.$ref.split("/").slice(1).reduce((at, key) => at[key], api));
  return schema;
}

function typeOf(api, schema) {
  const known = resolve(api, schema);
  const choices = known.anyOf ?? known.oneOf;
  if (choices) return choices.map((choice) => typeOf(api, choice)).join(" | ");
  if (known.enum) return known.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (known.const !== undefined) return JSON.stringify(known.const);
  if (known.type === "array") return `[${typeOf(api, known.items)}]`;
  return [known.title && known.properties ? known.title : (known.type ?? "any"), known.format].filter(Boolean).join(", ");
}

// The object behind a field, through lists and alternatives with null.
function inner(api, schema) {
  const known = resolve(api, schema);
  if (known.properties) return known;
  const choices = [known.items, ...(known.anyOf ?? [])].filter(Boolean);
  return choices.map((choice) => inner(api, choice)).find(Boolean) ?? null;
}

function rows(api, schema, depth = 0) {
  const known = inner(api, schema);
  if (!known) return [];
  return Object.entries(known.properties).flatMap(([name, field]) => {
    const required = (known.required ?? []).includes(name) ? "" : "optional";
    const cell = element("td", {}, name);
    cell.style.setProperty("--depth", depth);
    return [
      element(
        "tr",
        {},
        cell,
        element("td", {}, typeOf(api, field)),
        element("td", {}, required),
        element("td", {}, field.description ?? ""),
      ),
      ...rows(api, field, depth + 1),
    ];
  });
}

function fields(api, title, content) {
  const schema = content?.["application/json"]?.schema;
  const found = schema ? rows(api, schema) : [];
  return found.length ? [element("h3", {}, title), element("table", {}, element("tbody", {}, ...found))] : [];
}

function operation(api, path, method, described) {
  const parameters = (described.parameters ?? []).map((parameter) =>
    element(
      "tr",
      {},
      element("td", {}, parameter.name),
      element("td", {}, `${parameter.in}, ${typeOf(api, parameter.schema)}`),
      element("td", {}, parameter.description ?? ""),
    ),
  );
  const statuses = Object.entries(described.responses).map(([status, response]) =>
    element("tr", {}, element("td", {}, status), element("td", {}, response.description)),
  );
  return element(
    "section",
    {},
    element("h2", {}, `${method.toUpperCase()} ${path}`),
    element("p", {}, described.description ?? described.summary),
    ...(parameters.length ? [element("h3", {}, "Parameters"), element("table", {}, element("tbody", {}, ...parameters))] : []),
    ...fields(api, "Body", described.requestBody?.content),
    ...fields(api, "Answer", described.responses["200"]?.content),
    element("h3", {}, "Statuses"),
    element("table", {}, element("tbody", {}, ...statuses)),
  );
}

const api = await (await fetch("/openapi.json")).json();
page.replaceChildren(
  element("h1", {}, `${api.info.title}, API version ${api.info.version}`),
  element("p", {}, api.info.description),
  element("p", {}, "Errors are ", element("code", {}, '{"error": {"code", "message"}}'), ". As a file: ", element("a", { href: "/openapi.json" }, "/openapi.json")),
  ...Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operation(api, path, method, described)),
  ),
);
