// After a form was refused, the keyboard starts at the summary of what is wrong.

/** Focuses the error summary, if the page has one. */
export function focusErrorSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}
