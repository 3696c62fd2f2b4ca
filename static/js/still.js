// On a device that others may use: a word before the time is over, a way to stay, and the page put away after it.
const EACH = 5000;
const DID = ["keydown", "pointerdown", "scroll"];

export class StillHere {
  static moduleName = "still-here";

  constructor(box) {
    this.box = box;
    this.whole = Number(box.dataset.seconds) * 1000;
    this.warned = Number(box.dataset.warned) * 1000;
    if (!this.whole) return;
    this.since = this.did = Date.now();
    for (const kind of DID) document.addEventListener(kind, () => { this.did = Date.now(); }, { passive: true, capture: true });
    box.querySelector("[data-stay]").addEventListener("click", () => this.stay());
    box.addEventListener("cancel", () => this.stay());
    document.addEventListener("visibilitychange", () => this.look());
    window.addEventListener("pageshow", () => this.look());
    setInterval(() => this.look(), EACH);
  }

  get left() {
    return this.since + this.whole - Date.now();
  }

  look() {
    if (this.left <= 0) this.over();
    else if (this.left <= this.warned) this.warn();
  }

  warn() {
    // Whoever wrote or read on meanwhile is there, and is not asked.
    if (!this.box.hasAttribute("open") && this.did > this.since + EACH && this.did > Date.now() - this.warned) {
      this.stay();
      return;
    }
    this.box.querySelector("[data-left]").textContent = Math.ceil(this.left / 60000);
    if (this.box.hasAttribute("open")) return;
    if (this.box.showModal) this.box.showModal();
    else this.box.setAttribute("open", "");
  }

  async stay() {
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch("/keep", { method: "POST", body: new URLSearchParams({ csrf_token: this.box.dataset.token }) });
      if (answer.ok || answer.status === 429) this.since = Date.now();
      else if (answer.status === 410) this.over();
    } catch {
      // Without a connection the time goes on; the next look tries again or says that it is over.
    }
    this.asking = false;
    this.box.close?.();
    this.box.removeAttribute("open");
  }

  over() {
    if (this.gone) return;
    this.gone = true;
    document.body.classList.add("govuk-exit-this-page-hide-content");
    document.dispatchEvent(new CustomEvent("portal:leaving"));
    // Another page of this browser may have been in use: then it is only shown again, with what was typed.
    window.location.replace(location.pathname + location.search);
  }
}
