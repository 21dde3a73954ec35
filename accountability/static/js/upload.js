// Sends files one by one straight to where they are kept, says which are there and which are missing, and tries again.
// Without this file the same form posts them with its button.
"use strict";

const AT_ONCE = 3;
const TRIES = 5;
const WAITS = [500, 1500, 4000, 8000]; // milliseconds before another try
const PATIENCE = 60000; // milliseconds without a byte moving until a request counts as lost
const LOOK_AGAIN = 1500; // milliseconds between two looks at files that are being checked

const place = document.getElementById("uploads");
if (place) sendFiles(place, place.querySelector("form"));
const watched = document.querySelector("[data-watch]");
if (watched) watch(watched.dataset.watch);

function sendFiles(place, form) {
  const words = place.dataset;
  const input = form.querySelector("input[type=file]");
  const panel = place.querySelector("[data-progress]");
  const list = panel.querySelector(".uploads");
  const items = [];
  const part = (name) => panel.querySelector(`[data-${name}]`);
  for (const each of form.querySelectorAll("[data-without-scripts]")) each.hidden = true;

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // the server says what is missing
    event.preventDefault();
    panel.hidden = false;
    for (const file of input.files) items.push(newItem(file));
    input.value = "";
    go();
  });
  part("retry-all").addEventListener("click", () => {
    for (const item of items) if (item.state === "missing") again(item);
    go();
  });
  part("plain").addEventListener("click", () => {
    const left = new DataTransfer();
    for (const item of items) if (item.state === "missing") left.items.add(item.file);
    input.files = left.files;
    form.submit();
  });
  addEventListener("beforeunload", (event) => { if (items.some(isOnTheWay)) event.preventDefault(); });

  function newItem(file) {
    const item = { file, key: newKey(), tries: 0, row: document.createElement("li") };
    item.name = put(item.row, "span", "upload-name", file.name);
    item.button = put(item.row, "button", "button button-quiet", words.cancel);
    item.button.type = "button";
    item.line = put(item.row, "span", "upload-state", "");
    item.bar = put(item.row, "progress", "", "");
    item.bar.max = file.size || 1;
    item.bar.value = 0;
    item.bar.setAttribute("aria-label", file.name);
    item.button.addEventListener("click", () => (isOnTheWay(item) ? cancel(item) : (again(item), go())));
    list.append(item.row);
    if (file.size > Number(words.most)) show(item, "refused", words.tooLarge);
    else show(item, "waiting", words.waiting);
    return item;
  }

  function show(item, state, text) {
    item.state = state;
    item.row.dataset.state = state;
    item.line.textContent = text;
    item.bar.hidden = state !== "sending";
    item.button.hidden = !isOnTheWay(item) && !["missing", "cancelled"].includes(state);
    item.button.textContent = isOnTheWay(item) ? words.cancel : words.retry;
    item.button.setAttribute("aria-label", `${item.button.textContent}: ${item.file.name}`);
    sumUp();
  }

  function sumUp() {
    const there = items.filter((item) => item.state === "there").length;
    const lacking = items.filter((item) => ["missing", "refused", "cancelled"].includes(item.state)).map((item) => item.file.name);
    const isOver = items.length > 0 && !items.some(isOnTheWay);
    let text = words.sum.replace("{there}", there).replace("{all}", items.length);
    if (lacking.length) text += ` ${words.lacking.replace("{names}", () => lacking.join(", "))}`;
    part("summary").textContent = text;
    const canRetry = isOver && items.some((item) => item.state === "missing");
    part("done").hidden = !isOver || there === 0;
    part("retry-all").hidden = part("plain").hidden = !canRetry;
  }

  function go() {
    const running = items.filter((item) => item.state === "sending").length;
    for (const item of items.filter((each) => each.state === "waiting").slice(0, AT_ONCE - running)) {
      show(item, "sending", words.sending);
      send(item).then(go);
    }
  }

  function again(item) {
    item.tries = 0;
    item.isCancelled = false;
    show(item, "waiting", words.waiting);
  }

  async function send(item) {
    while (!item.isCancelled) {
      const outcome = await tryOnce(item).catch(() => "lost");
      if (item.isCancelled) return;
      if (outcome === "there") return show(item, "there", words.there);
      if (outcome !== "lost") return show(item, "refused", outcome);
      item.tries += 1;
      if (item.tries >= TRIES) return show(item, "missing", words.missing);
      show(item, "sending", words.again);
      await new Promise((done) => setTimeout(done, WAITS[Math.min(item.tries, WAITS.length) - 1]));
    }
  }

  // "there", "lost", or the server's own words for why it is refused.
  async function tryOnce(item) {
    const form_ = ownFields();
    form_.append("name", item.file.name);
    form_.append("size", item.file.size);
    form_.append("upload_key", item.key);
    const announced = await ask("POST", words.announce, form_, item);
    if (announced.status === 409 || announced.status === 422) return said(announced);
    if (announced.status !== 200) return "lost";
    const told = JSON.parse(announced.text);
    item.takeAway = told.take_away;
    if (item.isCancelled) return letGo(item);
    if (!told.upload) return "there";
    const body = new FormData();
    for (const [name, value] of Object.entries(told.upload.fields)) body.append(name, value);
    body.append("file", item.file);
    // What became of it, the server is asked: an answer that was cut off says nothing about what arrived.
    await ask("POST", told.upload.url, body, item, true).catch(() => null);
    if (item.isCancelled) return "lost";
    const confirmed = await ask("POST", told.confirm, ownFields(), item);
    return confirmed.status === 200 ? "there" : "lost";
  }

  function ask(method, url, body, item, isFile = false) {
    return new Promise((done, failed) => {
      const request = item.request = new XMLHttpRequest();
      item.isFile = isFile;
      let patience = 0;
      const wait = () => { clearTimeout(patience); patience = setTimeout(() => request.abort(), PATIENCE); };
      request.open(method, url);
      if (!isFile) request.setRequestHeader("Accept", "application/json");
      if (isFile) request.upload.addEventListener("progress", (event) => { wait(); item.bar.value = Math.min(event.loaded, item.bar.max); });
      request.addEventListener("loadend", () => {
        clearTimeout(patience);
        if (request.status) done({ status: request.status, text: request.responseText });
        else failed(new Error("lost"));
      });
      wait();
      request.send(body);
    });
  }

  function cancel(item) {
    item.isCancelled = true;
    // Cut off, an announcement may have been heard: its answer is waited for, to take it back.
    if (item.isFile) item.request.abort();
    show(item, "cancelled", words.cancelled);
    letGo(item);
    item.key = newKey();
    go();
  }

  function letGo(item) {
    if (item.takeAway) fetch(item.takeAway, { method: "POST", body: ownFields(), redirect: "manual", keepalive: true }).catch(() => null);
    item.takeAway = null;
    return "lost";
  }

  function ownFields() {
    const fields = new FormData();
    for (const name of ["csrf_token", "acting_for", "replaces", "keeps_original"]) {
      const field = form.elements.namedItem(name);
      if (field && (field.type !== "checkbox" || field.checked)) fields.append(name, field.value);
    }
    return fields;
  }
}

function isOnTheWay(item) {
  return item.state === "waiting" || item.state === "sending";
}

function said(answer) {
  try { return JSON.parse(answer.text).refused; } catch { return "lost"; }
}

function put(parent, kind, name, text) {
  const made = document.createElement(kind);
  if (name) made.className = name;
  made.textContent = text;
  parent.append(made);
  return made;
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Looks whether files that are being checked have come further, and shows the page anew when they have.
function watch(url) {
  let before = null;
  async function look() {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const told = answer.ok ? await answer.json() : null;
      const now = told ? JSON.stringify(told.states) : before;
      if (told && (!told.is_moving || (before !== null && now !== before))) return location.reload();
      before = now;
    } catch { /* the line is away; look again later */ }
    setTimeout(look, LOOK_AGAIN);
  }
  look();
}
