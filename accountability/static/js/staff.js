// Everything works without this file; it only saves steps.
"use strict";

// The browser announces role=alert on insertion only, and this one came with the page.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const source = document.getElementById(button.dataset.copy);
  const status = document.querySelector(`[data-copy-status="${CSS.escape(button.dataset.copy)}"]`);
  const word = button.querySelector("span");
  const before = word.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value);
    word.textContent = button.dataset.copied;
    status.textContent = button.dataset.copied;
    setTimeout(() => { word.textContent = before; status.textContent = ""; }, 3000);
  });
}

// Text that was typed and not sent is not lost without a question.
let unsent = false;
for (const form of document.querySelectorAll("form[method=post]")) {
  if (form.closest("[data-save-to]")) continue;  // saves by itself
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input[type=text]")) unsent = true;
  });
  form.addEventListener("submit", () => { unsent = false; });
}
addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

// An open menu closes as people expect: Escape, or a click elsewhere.
const menus = document.querySelectorAll("details.menu");
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

// A closed table twin would be missing on paper.
addEventListener("beforeprint", () => {
  for (const twin of document.querySelectorAll("details.chart-table")) twin.open = true;
});
