"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const { units, procedures, papers, states, reasons, dossiers, words } = data;
const [LACKING, UNDETERMINED, COMPLETE] = [0, 2, 1];
const BATCH = 50;
const number = new Intl.NumberFormat(words.locale);
const field = (id) => document.getElementById(id);
const [search, unit, cause, which] = ["search", "unit", "cause", "which"].map(field);
const body = document.querySelector("table.found tbody");
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
const named = (table) => table.map((entry) => folded(entry.join(" ")));
const [unitTexts, procedureTexts, paperTexts, stateTexts] = [units, procedures, papers, states].map(named);
let found = [];
let shown = 0;

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (name !== undefined) made.className = name;
  return made;
}

function option(select, value, text) {
  const made = element("option", text);
  made.value = value;
  select.append(made);
}

const isBelow = (code, above) => above === "" || code === above || code.startsWith(above + ".") || below.get(above)?.has(code);

// The tree of the table: what stands below a unit, whatever its code.
const below = new Map();
const rows = [...document.querySelectorAll("table.units tbody tr")];
rows.forEach((row, at) => {
  const codes = new Set();
  for (let next = at + 1; next < rows.length && Number(rows[next].dataset.depth) > Number(row.dataset.depth); next += 1) {
    codes.add(rows[next].querySelector(".drill").dataset.unit);
  }
  const drill = row.querySelector(".drill");
  if (drill) below.set(drill.dataset.unit, codes);
});

function holdsCause(dossier, wanted) {
  if (wanted === "") return true;
  const [procedure, paper, state] = wanted.split(" ").map(Number);
  if (procedure === -1) return dossier[6].some((lack) => lack[1] === state);
  return dossier[2] === procedure && dossier[6].some((lack) => lack[0] === paper && lack[1] === state);
}

function holdsKind(dossier, wanted) {
  if (wanted === "all") return true;
  if (wanted === "complete") return dossier[5] === COMPLETE;
  if (wanted === "undetermined") return dossier[5] === UNDETERMINED;
  return dossier[6].length > 0 || dossier[5] === LACKING;
}

const texts = new Map(); // made at the first search

function textOf(dossier) {
  if (!texts.has(dossier)) {
    const lacks = dossier[6].flatMap((lack) => [paperTexts[lack[0]], stateTexts[lack[1]]]);
    texts.set(dossier, [folded(dossier[0]), unitTexts[dossier[1]], procedureTexts[dossier[2]], ...lacks].join(" "));
  }
  return texts.get(dossier);
}

const holdsText = (dossier, wanted) => wanted.length === 0 || wanted.every((word) => textOf(dossier).includes(word));

function find() {
  const wanted = folded(search.value).split(/\s+/).filter(Boolean);
  found = dossiers.filter((dossier) => holdsKind(dossier, which.value)
    && isBelow(units[dossier[1]][0], unit.value)
    && holdsCause(dossier, cause.value)
    && holdsText(dossier, wanted));
  body.replaceChildren();
  shown = 0;
  field("found").textContent = words.found.replace("{}", number.format(found.length));
  show();
}

function show() {
  const next = found.slice(shown, shown + BATCH);
  body.append(...next.map(row));
  shown += next.length;
  const left = found.length - shown;
  field("more").hidden = left === 0;
  field("more").textContent = words.more.replace("{}", number.format(Math.min(left, BATCH)));
}

function row([code, unitAt, procedureAt, digitised, due, verdict, lacks]) {
  const made = element("tr");
  const head = element("th");
  head.scope = "row";
  head.append(element("span", code, "code"), " ", element("span", units[unitAt][1], "small"));
  const procedure = element("td");
  procedure.append(element("span", procedures[procedureAt][0], "code"), " ", element("span", procedures[procedureAt][1], "small"));
  const counted = element("td", `${number.format(digitised)} / ${due === null ? "–" : number.format(due)}`, "number");
  const what = element("td", lacks.length === 0 ? words.nothing : undefined);
  if (lacks.length > 0) {
    const list = element("ul", undefined, "lacks");
    list.append(...lacks.map(([paper, state, reason]) => {
      const item = element("li", papers[paper][1]);
      const said = [papers[paper][0] === "" ? "" : states[state][0], reason < 0 ? "" : reasons[reason][0]].filter(Boolean);
      if (said.length > 0) item.append(element("span", `: ${said.join("; ")}`, "state"));
      return item;
    }));
    what.append(list);
  }
  made.append(head, procedure, counted, what);
  return made;
}

function drill(button) {
  search.value = "";
  which.value = "lacking";
  unit.value = button.dataset.unit ?? "";
  cause.value = button.dataset.cause ?? "";
  find();
  if (found.length === 0) { which.value = "all"; find(); }
  const heading = field("dossiers-heading");
  heading.scrollIntoView({ block: "start" });
  heading.focus({ preventScroll: true });
}

function fold(button, open) {
  button.setAttribute("aria-expanded", String(open));
  const parent = button.closest("tr");
  const depth = Number(parent.dataset.depth);
  let closed = Infinity;
  for (let next = parent.nextElementSibling; next && Number(next.dataset.depth) > depth; next = next.nextElementSibling) {
    const own = Number(next.dataset.depth);
    if (own <= closed) closed = Infinity;
    next.hidden = !open || own > closed;
    const inner = next.querySelector(".fold");
    if (closed === Infinity && inner && inner.getAttribute("aria-expanded") === "false") closed = own;
  }
}

const order = new Map(rows.map((row) => [row.querySelector(".drill")?.dataset.unit, Number(row.dataset.depth)]));
for (const [code, name] of units) option(unit, code, "\u2003".repeat(order.get(code) ?? 0) + name);
states.forEach(([state], at) => option(cause, `-1 -1 ${at}`, words.anyPaper.replace("{}", state)));
for (const select of [unit, cause, which]) select.addEventListener("input", find);
let waiting = 0;
search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, dossiers.length > 3000 ? 150 : 0); });
field("more").addEventListener("click", () => {
  const first = shown;
  show();
  const next = body.children[first];
  if (next) { next.tabIndex = -1; next.focus(); }
});
field("clear").addEventListener("click", () => {
  for (const control of [search, unit, cause]) control.value = "";
  which.value = "lacking";
  find();
  search.focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null) return;
  if (button.classList.contains("drill")) drill(button);
  if (button.classList.contains("fold")) fold(button, button.getAttribute("aria-expanded") === "false");
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (event.key === "/" && !typing) { event.preventDefault(); search.focus(); }
  if (event.key === "Escape" && event.target === search) { search.value = ""; find(); }
});

document.documentElement.classList.add("runs");
const isLong = rows.length > (window.matchMedia("(max-width: 40rem)").matches ? 12 : 60);
if (isLong) for (const button of [...document.querySelectorAll(".fold")].reverse()) if (button.closest("tr").dataset.depth !== "0") fold(button, false);
find();
