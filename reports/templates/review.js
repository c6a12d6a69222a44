"use strict";
const words = document.documentElement.dataset;
const cards = [...document.querySelectorAll("article")];
const live = document.getElementById("live");
const said = document.getElementById("found");
const filters = ["reason", "dossier", "search"].map((name) => document.getElementById(name));
const shown = () => cards.filter((card) => !card.hidden);
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
const told = (card) => [...card.querySelectorAll("h2, dl, strong")].map((part) => part.textContent).join(" ");
const texts = new Map(cards.map((card) => [card, folded(told(card))]));
const quoted = (text) => "'" + text.replace(/\s+/g, " ").trim().replaceAll("'", "'\\''") + "'";

function filter() {
  const [reason, dossier, search] = filters.map((field) => field.value);
  const wanted = folded(search).split(/\s+/).filter(Boolean);
  for (const card of cards) {
    card.hidden = (reason !== "" && card.dataset.reason !== reason)
      || (dossier !== "" && card.dataset.dossier !== dossier)
      || !wanted.every((word) => texts.get(card).includes(word));
  }
  said.textContent = words.found.replace("{}", shown().length);
}

function copy(row) {
  const code = row.querySelector("code");
  const why = row.dataset.needs === "why" && row.closest("article").querySelector("input.why");
  if (why && !why.value.trim()) {
    why.focus();
    say(row, words.whyFirst);
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(code);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  let done = false;
  try { done = document.execCommand("copy"); } catch { done = false; }
  say(row, done ? words.copied : words.selected);
}

function decide(card) {
  const first = [...card.querySelectorAll(".ways > li")].find((row) => row.querySelector("code")?.textContent);
  if (first === undefined || first.dataset.needs) card.querySelector("select, .why").focus();
  else copy(first);
}

function say(row, text) {
  for (const old of document.querySelectorAll(".done")) old.textContent = "";
  row.querySelector(".done").textContent = text;
  live.textContent = "";
  live.textContent = text;
}

function move(step) {
  const visible = shown();
  if (visible.length === 0) return;
  const here = document.activeElement.closest("article");
  const at = visible.indexOf(here);
  const next = at < 0 ? (step > 0 ? 0 : visible.length - 1) : Math.min(visible.length - 1, Math.max(0, at + step));
  visible[next].focus();
  visible[next].scrollIntoView({ block: "start" });
}

for (const field of filters) field?.addEventListener("input", filter);

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null) return;
  if (button.classList.contains("copy")) copy(button.closest("li"));
  if (button.classList.contains("small-page")) {
    const figure = button.closest(".pages").querySelector("figure");
    const [large, small] = [figure, button].map((place) => place.querySelector("img"));
    const [here, there] = [figure, button].map((place) => place.querySelector(".page-number"));
    [large.src, small.src] = [small.src, large.src];
    [large.alt, small.alt] = [small.alt, large.alt];
    [here.textContent, there.textContent] = [there.textContent, here.textContent];
  }
});

document.addEventListener("input", (event) => {
  const card = event.target.closest("article");
  if (card === null) return;
  if (event.target.classList.contains("why")) {
    for (const code of card.querySelectorAll("[data-needs] code")) {
      code.textContent = code.dataset.start + quoted(event.target.value);
    }
  }
  if (event.target.classList.contains("slot")) {
    const row = event.target.closest("li");
    row.querySelector(".command").hidden = event.target.value === "";
    row.querySelector("code").textContent = event.target.value;
    const reuse = card.querySelector(".reuse");
    const text = event.target.selectedOptions[0].dataset.reuse || reuse.dataset.start;
    reuse.querySelector("code").textContent = text;
    reuse.hidden = text === "";
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const tag = event.target.tagName;
  if (["INPUT", "SELECT", "TEXTAREA"].includes(tag)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/" && filters[2]) { event.preventDefault(); filters[2].focus(); }
  else if (event.key === "Enter" && tag === "ARTICLE") decide(event.target);
});
