// Photos large, beside the answers of their group: <a class="photo"> inside [data-photos] opens a dialog.
// Without script the link opens the file. Arrow keys, buttons and Escape; nothing is fetched but the photo.
import { word } from "../words.js";

/** Opens photos large when they are clicked. */
export function startPhotos() {
  document.addEventListener("click", (event) => {
    const photo = event.target.closest("[data-photos] a.photo");
    if (!photo || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(photo);
  });
}

function open(photo) {
  const photos = [...photo.closest("[data-photos]").querySelectorAll("a.photo")];
  const viewer = build();
  let place = photos.indexOf(photo);
  const show = (next) => {
    place = (next + photos.length) % photos.length;
    fill(viewer, photos[place], place, photos.length);
  };
  viewer.dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]") || event.target === viewer.dialog) viewer.dialog.close();
    if (event.target.closest("[data-step]")) show(place + Number(event.target.closest("[data-step]").dataset.step));
    if (event.target === viewer.image) viewer.dialog.classList.toggle("photo-natural");
  });
  viewer.dialog.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    show(place + step);
  });
  viewer.dialog.addEventListener("close", () => {
    viewer.dialog.remove();
    photos[place].focus();
  });
  document.body.append(viewer.dialog);
  for (const step of viewer.steps) step.hidden = photos.length < 2;
  show(place);
  viewer.dialog.showModal();
  viewer.close.focus();
}

function build() {
  const dialog = make("dialog", "photo-dialog");
  const title = make("h2", "photo-title");
  const image = make("img", "photo-large");
  const answers = make("div", "photo-answers");
  const count = make("p", "photo-count");
  const close = button(word("photo_close"), { close: "" });
  const steps = [button(word("photo_previous"), { step: "-1" }), button(word("photo_next"), { step: "1" })];
  const whole = make("a", "btn");
  whole.target = "_blank";
  whole.rel = "noopener";
  whole.textContent = word("photo_whole");
  title.id = "photo-title";
  count.setAttribute("aria-live", "polite");
  dialog.setAttribute("aria-labelledby", title.id);
  const bar = make("div", "photo-bar");
  const stage = make("div", "photo-stage");
  const side = make("div", "photo-side");
  // what is longer than the window is scrolled, also by keyboard
  side.tabIndex = 0;
  side.setAttribute("role", "group");
  side.setAttribute("aria-labelledby", title.id);
  bar.append(...steps, count, whole, close);
  stage.append(image);
  side.append(title, answers);
  dialog.append(bar, stage, side);
  return { dialog, title, image, answers, count, close, steps, whole };
}

function fill(viewer, photo, place, count) {
  const name = photo.querySelector("img").alt;
  viewer.dialog.classList.remove("photo-natural");
  viewer.image.src = photo.href;
  viewer.image.alt = name;
  viewer.whole.href = photo.href;
  viewer.title.textContent = questionOf(photo) || name;
  viewer.count.textContent = word("photo_of", { place: place + 1, count });
  viewer.answers.replaceChildren(...answersBeside(photo));
}

/** Returns the question that a photo answers: its label, or the heading of its column. */
function questionOf(photo) {
  const answer = photo.closest(".answer");
  if (answer) return answer.querySelector("dt").textContent;
  const cell = photo.closest("td");
  return cell?.closest("table").tHead.rows[0].cells[cell.cellIndex]?.textContent ?? "";
}

/** Returns what else was answered around a photo: the answers of its group, or of its row. */
function answersBeside(photo) {
  const row = photo.closest("tr");
  const list = make("dl", "answers");
  const pairs = row ? pairsOfRow(row) : pairsOfGroup(photo);
  for (const [question, answer] of pairs) {
    const entry = make("div", "answer");
    const [dt, dd] = [make("dt", ""), make("dd", "answer-text")];
    dt.textContent = question;
    dd.textContent = answer;
    entry.append(dt, dd);
    list.append(entry);
  }
  return pairs.length ? [list] : [];
}

function pairsOfRow(row) {
  const heads = row.closest("table").tHead.rows[0].cells;
  return [...row.cells].filter((cell) => !cell.querySelector("a")).map((cell) => [heads[cell.cellIndex].textContent, cell.textContent.trim()]);
}

function pairsOfGroup(photo) {
  const entries = [...(photo.closest(".answers")?.querySelectorAll(".answer:not(.answer-file)") ?? [])];
  return entries.map((one) => [one.querySelector("dt").textContent, one.querySelector("dd").textContent.trim()]);
}

function button(text, data) {
  const made = make("button", "btn");
  made.type = "button";
  made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}

function make(tag, name) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}
