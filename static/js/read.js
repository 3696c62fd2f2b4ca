// Reading a page aloud. Only voices that live on the device are used: what is on the page is sent nowhere.
const QUIET = "script, style, input, textarea, [hidden], [aria-hidden=true], .govuk-visually-hidden, [data-module=read-aloud]";

export class ReadAloud {
  static moduleName = "read-aloud";

  constructor(button) {
    this.button = button;
    if (!("speechSynthesis" in window)) return;
    this.offer();
    speechSynthesis.addEventListener?.("voiceschanged", () => this.offer());
    button.addEventListener("click", () => this.toggle());
    window.addEventListener("pagehide", () => speechSynthesis.cancel());
  }

  get voice() {
    const language = document.documentElement.lang.toLowerCase().split("-")[0];
    return speechSynthesis.getVoices().find((v) => v.localService && v.lang.toLowerCase().startsWith(language));
  }

  offer() {
    this.button.hidden = !this.voice;
  }

  toggle() {
    const reading = this.button.getAttribute("aria-pressed") === "true";
    speechSynthesis.cancel();
    this.mark(!reading);
    if (!reading) this.say(this.words());
  }

  say(lines) {
    for (const [index, line] of lines.entries()) {
      const spoken = new SpeechSynthesisUtterance(line);
      spoken.voice = this.voice;
      spoken.rate = 0.9;
      if (index === lines.length - 1) spoken.onend = () => this.mark(false);
      speechSynthesis.speak(spoken);
    }
  }

  words() {
    const blocks = document.querySelectorAll("main h1, main h2, main p, main legend, main label, main .govuk-hint, main dt, main dd, main li");
    return [...new Set([...blocks].filter((b) => !b.closest(QUIET) && b.offsetParent).map((b) => b.innerText.trim()))].filter(Boolean);
  }

  mark(reading) {
    this.button.setAttribute("aria-pressed", String(reading));
  }
}
