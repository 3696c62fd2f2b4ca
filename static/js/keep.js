// What is being typed is kept in the draft while it is typed; nothing of it is kept on the device.
const PAUSE = 1500;
const AGAIN = 10000;

export class Keep {
  static moduleName = "keep";

  constructor(form) {
    this.form = form;
    this.said = form.querySelector(".kept");
    this.sent = this.words();
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("portal:leaving", () => this.now(true));
    document.addEventListener("visibilitychange", () => document.hidden && this.now(true));
    window.addEventListener("pagehide", () => this.now(true));
  }

  submitted(event) {
    clearTimeout(this.timer);
    // The point that stood here is gone then, and the next one has its address: these words are not to be kept for it.
    if (event.submitter?.name === "_remove") this.sent = this.words();
  }

  get inputs() {
    return [...this.form.querySelectorAll("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])")];
  }

  words() {
    return JSON.stringify(this.inputs.map((input) => input.value));
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(false), wait);
  }

  async now(leaving) {
    clearTimeout(this.timer);
    const words = this.words();
    if (words === this.sent) return;
    this.sent = words;
    const body = new URLSearchParams({ csrf_token: this.form.elements.csrf_token.value, _page: this.form.dataset.page });
    for (const input of this.inputs) body.append(input.name, input.value);
    try {
      const answer = await fetch("/keep", { method: "POST", body, keepalive: leaving });
      if (answer.status === 204) this.say(this.form.dataset.saved);
      else this.missed(words, answer.status === 429 ? Number(answer.headers.get("Retry-After")) * 1000 : AGAIN);
    } catch {
      this.missed(words, AGAIN);
    }
  }

  missed(words, wait) {
    if (this.sent === words) this.sent = null;
    this.say(this.form.dataset.notSaved);
    this.later(wait);
  }

  // Said once and not with every pause: a screen reader would interrupt whoever is writing.
  say(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }
}
