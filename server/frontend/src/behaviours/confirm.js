// A question before what cannot be undone: <details data-confirm> becomes a modal dialog when scripts run.

/** Shows the question of a confirm in a dialog over the page instead of in its place. */
export function startConfirms() {
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details[data-confirm] > summary");
    if (!summary) return;
    event.preventDefault();
    showQuestion(summary.parentElement);
  });
}

function showQuestion(details) {
  const box = details.querySelector(".confirm-box");
  const dialog = document.createElement("dialog");
  dialog.className = "confirm-dialog";
  dialog.setAttribute("aria-label", box.getAttribute("aria-label"));
  // A question that belongs to a form stays in it: elsewhere its button would send nothing.
  (details.closest("form") ?? document.body).append(dialog);
  dialog.append(box);
  const putBack = () => {
    details.append(box);
    dialog.remove();
    details.querySelector("summary").focus();
  };
  dialog.addEventListener("close", putBack, { once: true });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  dialog.showModal();
  box.querySelector("[data-close]").focus();
}
