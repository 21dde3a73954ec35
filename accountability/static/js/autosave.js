// Saves a card on the server as it is filled in, and says "saved" only after the server did.
// Without this file the same form posts with its button.
"use strict";

const TYPING_PAUSE = 700; // milliseconds without a key before text is sent
const PATIENCE = 15000; // milliseconds until a request counts as lost
const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
const NAMES = ["choice", "reason", "note", "is_to_revisit", "knowledge"];

const place = document.getElementById("autosave");
if (place) keepSaved(place, place.querySelector("form"));

function keepSaved(place, form) {
  const words = place.dataset;
  const line = form.querySelector("[data-save-state]");
  const dispute = document.querySelector("[data-dispute]");
  let stored = "unsaved" in words ? null : read(form, true);
  let request = null, timer = 0, failures = 0;
  let isStopped = dispute !== null && !dispute.hidden;
  let isLeaving = false;
  let lastSaved = [line.dataset.state ?? "", line.textContent];

  const isClean = () => stored !== null && same(stored, read(form));

  function show(state, text) {
    line.dataset.state = state;
    line.textContent = text;
  }

  function save() {
    clearTimeout(timer);
    if (request) return request.then(() => (isClean() || failures || isStopped ? undefined : save()));
    if (isClean()) show(...lastSaved);
    if (isStopped || isClean()) return Promise.resolve();
    if (lacksReason(read(form))) {
      show("refused", `${words.refused} ${words.needsReason}`);
      return Promise.resolve();
    }
    show("saving", words.saving);
    request = send(read(form)).finally(() => { request = null; });
    return request.then(() => { if (!isClean() && !failures && !isStopped) wait(TYPING_PAUSE); });
  }

  function wait(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  async function send(given) {
    let answer = null;
    try {
      answer = await fetch(words.saveTo, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
        redirect: "manual", keepalive: true, signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) return accept(await answer.json(), given);
      if (answer.status === 409) return refuse(await answer.json());
      if (answer.status === 422) return point((await answer.json()).errors, given);
    } catch {
      // Out of reach or not an answer of ours: the same as no answer.
    }
    return retry(answer);
  }

  function accept(said, given) {
    failures = 0;
    const isJoined = said.joined !== null && !same(said.joined, given);
    if (isJoined && !join(said.joined, given)) return;
    stored = isJoined ? read(form) : given;
    form.elements.version.value = said.version;
    lastSaved = ["saved", `${words.saved} ${said.saved_at}${isJoined ? `. ${words.joined}` : ""}`];
    if (!isClean()) return;
    show(...lastSaved);
    dispatchEvent(new Event("accountability:saved"));
  }

  // What somebody else changed goes into the fields, unless it was changed here while the request was away: then the
  // old version is kept, and the next save joins again.
  function join(fields, given) {
    const now = read(form);
    const changed = NAMES.filter((name) => fields[name] !== given[name]);
    if (changed.some((name) => now[name] !== given[name])) return false;
    fill(form, Object.fromEntries(changed.map((name) => [name, fields[name]])));
    return true;
  }

  function refuse(said) {
    failures = 0;
    isStopped = true;
    if (!said.dispute) return show("refused", `${words.refused} ${said.message}`);
    for (const cell of dispute.querySelectorAll("[data-side]")) {
      const [side, part] = cell.dataset.side.split(".");
      cell.textContent = said.dispute[side][part];
    }
    dispute.querySelector("[data-keep-mine]").value = said.dispute.version;
    dispute.hidden = false;
    show("refused", words.disputed);
    dispute.focus();
  }

  function point(errors, given) {
    // Sending the same again would be refused again; the next change is sent.
    failures = 0;
    show("refused", `${words.refused} ${Object.values(errors).join(" ")}`);
    if (!same(given, read(form))) wait(TYPING_PAUSE);
    else isWaitingForChange();
  }

  function isWaitingForChange() {
    isStopped = true;
    form.addEventListener("input", () => { isStopped = false; }, { once: true, capture: true });
  }

  async function retry(answer) {
    failures += 1;
    const isSignedOut = answer !== null && (answer.type === "opaqueredirect" || answer.status === 400);
    show("failed", isSignedOut ? words.signedOut : words.failed);
    if (isSignedOut) await renewToken();
    wait(WAITS[Math.min(failures, WAITS.length) - 1]);
  }

  // After a new sign-in in another tab the form's token is an old one; the page itself carries the new one.
  async function renewToken() {
    try {
      const page = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      const token = page.ok ? (await page.text()).match(/name="csrf_token" value="([^"]+)"/) : null;
      if (token) form.elements.csrf_token.value = token[1];
    } catch {
      // Tried again with the next save.
    }
  }

  async function leaveFor(address) {
    await save();
    if (!isClean()) return false;
    isLeaving = true;
    location.assign(address);
    return true;
  }

  form.addEventListener("input", (event) => {
    // "Saved" is no longer true from the first key on.
    if (!failures && !isStopped && !isClean()) show("saving", words.saving);
    wait(event.target.matches("textarea") ? TYPING_PAUSE : 0);
  });
  form.addEventListener("change", () => { if (!isClean()) save(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "keep_mine") {
      form.elements.version.value = event.submitter.value;
      dispute.hidden = true;
      isStopped = false;
      stored = null;
      line.scrollIntoView({ block: "nearest" });
      save();
      return;
    }
    failures = 0;
    leaveFor(words.next);
  });
  document.querySelector("[data-take-theirs]").addEventListener("click", () => {
    isLeaving = true;
    dispatchEvent(new Event("accountability:saved"));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = link && !link.target && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!isPlain || isLeaving || isClean() || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    leaveFor(link.href).then((left) => { if (!left) location.assign(link.href); });
  });
  addEventListener("online", () => { if (failures) save(); });
  addEventListener("pagehide", () => { if (!isLeaving) save(); });
  addEventListener("beforeunload", (event) => {
    if (isLeaving || isClean()) return;
    save();
    event.preventDefault();
  });
  if (stored === null && !isStopped) isWaitingForChange();
}

// What the card says now, or what it said when the page came (asDelivered).
function read(form, asDelivered = false) {
  const value = asDelivered ? "defaultValue" : "value";
  const checked = asDelivered ? "defaultChecked" : "checked";
  const among = (name) => [...form.querySelectorAll(`input[name=${name}]`)].find((radio) => radio[checked])?.value ?? null;
  const choice = among("choice");
  return {
    choice,
    reason: choice === "not-applicable" ? form.elements.reason[value].trim() : "",
    note: form.elements.note[value].trim(),
    is_to_revisit: form.elements.is_to_revisit[checked],
    knowledge: among("knowledge"),
  };
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const radios = form.querySelectorAll(`input[type=radio][name=${name}]`);
    if (name === "choice" || name === "knowledge") for (const radio of radios) radio.checked = radio.value === value;
    else if (name === "is_to_revisit") form.elements[name].checked = value;
    else form.elements[name].value = value;
  }
}

// The server would refuse it; there is no need to ask.
function lacksReason(given) {
  return given.choice === "not-applicable" && given.reason === "";
}

function same(one, other) {
  return NAMES.every((name) => one[name] === other[name]);
}
