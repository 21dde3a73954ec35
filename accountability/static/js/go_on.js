// Back from a provider: the page's only form is sent at once. Without scripts there is its button.
document.querySelector("main form").requestSubmit();
