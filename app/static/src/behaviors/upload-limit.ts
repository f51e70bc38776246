/** Says beside a file field that its file is too large, and keeps the form here: nothing is sent in vain. */
export function watchUploads(): void {
  document.addEventListener("change", event => {
    if (isUpload(event.target)) judge(event.target);
  });
  document.addEventListener("submit", refuse, { capture: true }); // before anybody marks the form as sent
}

function isUpload(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.type === "file" && !target.hidden;
}

function judge(field: HTMLInputElement): void {
  const { mostUpload, uploadTooLarge = "" } = document.body.dataset;
  const most = Number(field.dataset["mostUpload"] ?? mostUpload ?? Infinity);
  const size = [...(field.files ?? [])].reduce((sum, file) => sum + file.size, 0);
  const sentence = size > most ? uploadTooLarge.replace("{most}", String(Math.floor(most / 2 ** 20))) : "";
  field.setCustomValidity(sentence);
  noteBeside(field).textContent = sentence;
}

function noteBeside(field: HTMLInputElement): HTMLElement {
  const beside = field.nextElementSibling;
  if (beside instanceof HTMLElement && beside.dataset["uploadNote"] !== undefined) return beside;
  const note = document.createElement("p");
  note.className = "error";
  note.dataset["uploadNote"] = "";
  note.setAttribute("role", "alert");
  field.after(note);
  return note;
}

function refuse(event: SubmitEvent): void {
  if (!(event.target instanceof HTMLFormElement)) return;
  const field = [...event.target.elements].find(part => isUpload(part) && part.validity.customError);
  if (!(field instanceof HTMLElement)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  field.focus();
}
