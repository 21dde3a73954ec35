// Asks the browser for a passkey and sends its answer with the form. Without this file the page says what to do instead.
"use strict";

const PATIENCE = 15000; // milliseconds until the server's challenge counts as lost

for (const form of document.querySelectorAll("form[data-passkey]")) prepare(form);

function prepare(form) {
  const words = form.querySelector("[data-passkey-words]");
  const given = form.dataset;
  if (location.origin !== given.origin) {
    words.textContent = `${given.elsewhere} ${given.origin}`;
    return;
  }
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON || !window.PublicKeyCredential.parseRequestOptionsFromJSON) {
    words.textContent = given.cannot;
    return;
  }
  words.hidden = true;
  form.querySelector("[data-passkey-ready]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const button = form.querySelector("button");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  say(form, "");
  try {
    const options = await fetchChallenge(form);
    form.elements.answer.value = JSON.stringify(await answer(form.dataset.passkey, options));
    form.submit();
  } catch (error) {
    say(form, reason(form.dataset, error));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function fetchChallenge(form) {
  const response = await fetch(form.dataset.challenge, {
    method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
    redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Error("the server gave no challenge");
  return response.json();
}

function answer(does, options) {
  if (does === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function reason(words, error) {
  if (error.name === "NotAllowedError") return words.cancelled;
  if (error.name === "InvalidStateError") return words.known;
  return words.failed;
}

function say(form, text) {
  const line = form.querySelector("[data-passkey-trouble]");
  line.querySelector("span").textContent = text;
  line.hidden = text === "";
}
