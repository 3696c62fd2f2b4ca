// Adding files with progress to see. Without a script the form does the same, only more quietly.
export class Upload {
  static moduleName = "upload";

  constructor(form) {
    this.form = form;
    this.input = form.querySelector("[type=file]");
    this.box = form.querySelector(".upload");
    this.bar = form.querySelector(".upload__bar");
    this.said = form.querySelector(".upload__said");
    if (this.input) form.addEventListener("submit", (event) => this.submitted(event));
  }

  submitted(event) {
    // The buttons for the other voice and for other languages, and an empty choice, are the server's to answer.
    if (["_voice", "_language"].includes(event.submitter?.name) || !this.input.files.length) return;
    event.preventDefault();
    if (this.busy) return;
    const bytes = [...this.input.files].reduce((sum, file) => sum + file.size, 0);
    if (bytes > Number(this.form.dataset.most)) this.say(this.form.dataset.tooMuch);
    else this.send(event.submitter);
  }

  send(button) {
    const data = new FormData(this.form);
    if (button?.name) data.append(button.name, button.value);
    this.busy = true;
    this.box.hidden = false;
    const sending = new XMLHttpRequest();
    sending.upload.addEventListener("progress", (event) => this.progressed(event));
    sending.addEventListener("load", () => this.arrived(sending));
    sending.addEventListener("error", () => this.failed());
    sending.open("POST", this.form.action);
    sending.send(data);
  }

  progressed(event) {
    if (!event.lengthComputable) return;
    const done = Math.floor((100 * event.loaded) / event.total);
    this.bar.value = done;
    // A screen reader hears every quarter, not every step.
    if (done >= 100) this.say(this.form.dataset.checking);
    else if (Math.floor(done / 25) !== this.quarter) this.say(this.form.dataset.sending.replace("{done}", done));
    this.quarter = Math.floor(done / 25);
  }

  arrived(sending) {
    const page = new DOMParser().parseFromString(sending.responseText, "text/html");
    const main = page.querySelector("main");
    if (new URL(sending.responseURL).pathname !== location.pathname || !main) {
      location.replace(sending.responseURL);
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    document.dispatchEvent(new CustomEvent("portal:renewed", { detail: main }));
    if (!main.querySelector(".govuk-error-summary")) this.lead(main.querySelector("h2") ?? main.querySelector("h1"));
  }

  lead(heading) {
    heading.tabIndex = -1;
    heading.focus();
  }

  failed() {
    this.busy = false;
    this.box.hidden = true;
    this.say(this.form.dataset.notSent);
  }

  say(words) {
    this.said.textContent = words;
  }
}
