// A form is sent once: the second click of a double click does nothing. The server knows the form's key as well.
import { word } from "../words.js";

const WAIT_MS = 8000;

/** Guards every form that posts. */
export function startSubmitGuard() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    // Disabled only after the browser has collected the fields, so that the button's own value is sent.
    setTimeout(() => lock(form, event.submitter), 0);
    setTimeout(() => unlock(form), WAIT_MS);
  });
  // Coming back with the back button shows the page as it was left: with its buttons locked.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) unlock(form);
  });
}

function lock(form, button) {
  for (const each of form.querySelectorAll("button:not([type=button])")) each.disabled = true;
  if (!button?.classList.contains("btn")) return;
  button.dataset.words = button.textContent;
  button.setAttribute("aria-label", word("sending"));
  button.classList.add("is-sending");
}

function unlock(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.disabled = false;
    button.classList.remove("is-sending");
    if (button.dataset.words) button.removeAttribute("aria-label");
    delete button.dataset.words;
  }
}
