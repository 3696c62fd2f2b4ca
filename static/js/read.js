// Reading a page aloud. Only voices that live on the device are used: what is on the page is sent nowhere.
const BLOCKS = [
  "main h1, main h2, main h3, main p, main legend, main label, main summary, main dt, main dd, main li",
  "main .govuk-hint, main .govuk-button, main .link-button, main .steps, .danger-strip, .childline p, .childline b",
].join(", ");
const QUIET = "script, style, input, textarea, [aria-hidden=true], [data-module=read-aloud], .govuk-visually-hidden, .govuk-summary-list__actions, .govuk-character-count__message";

export class ReadAloud {
  static moduleName = "read-aloud";

  constructor(button) {
    if (!("speechSynthesis" in window)) return;
    this.button = button;
    [this.toRead, this.toStop] = button.querySelectorAll("span");
    this.offer();
    speechSynthesis.addEventListener?.("voiceschanged", () => this.offer());
    button.addEventListener("click", () => this.toggle());
    window.addEventListener("pagehide", () => speechSynthesis.cancel());
  }

  // Voices of the page's language that the device speaks by itself: one of this country first.
  get voice() {
    const language = document.documentElement.lang.toLowerCase();
    const tag = (voice) => voice.lang.toLowerCase().replace("_", "-");
    const able = speechSynthesis.getVoices().filter((v) => v.localService && tag(v).split("-")[0] === language.split("-")[0]);
    return able.find((v) => tag(v) === language) ?? able.find((v) => tag(v).endsWith("-gb")) ?? able[0];
  }

  offer() {
    this.button.hidden = !this.voice;
  }

  toggle() {
    const begin = !this.reading;
    this.stop();
    if (begin) this.say(this.words());
  }

  stop() {
    this.reading = null;
    speechSynthesis.cancel();
    this.mark(false);
  }

  say(lines) {
    if (!lines.length) return;
    const reading = (this.reading = {});
    this.mark(true);
    lines.forEach((line, index) => {
      const spoken = new SpeechSynthesisUtterance(line);
      spoken.voice = this.voice;
      spoken.lang = spoken.voice.lang;
      spoken.rate = 0.9;
      if (index === lines.length - 1) spoken.onend = spoken.onerror = () => this.reading === reading && this.stop();
      speechSynthesis.speak(spoken);
    });
  }

  // Everything that can be seen, in its order; what stands inside a block is said with it, once.
  words() {
    const said = [];
    for (const block of document.querySelectorAll(BLOCKS)) {
      if (block.closest(QUIET) || !seen(block) || said.some(({ block: before }) => before.contains(block))) continue;
      said.push({ block, text: text(block) });
    }
    return said.map(({ text }) => text).filter(Boolean);
  }

  mark(reading) {
    this.toRead.hidden = reading;
    this.toStop.hidden = !reading;
    this.button.classList.toggle("say--on", reading);
  }
}

function seen(block) {
  return block.checkVisibility ? block.checkVisibility({ visibilityProperty: true }) : block.offsetParent !== null;
}

function text(block) {
  return (block.getAttribute("aria-label") ?? block.innerText).replace(/\s*\n\s*/g, ". ").replace(/([.?!:])\. /g, "$1 ").trim();
}
