// The queue by keyboard: j and k walk the rows, Enter opens one, / goes to the search box.
const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

export class QueueKeys {
  static moduleName = "queue-keys";

  constructor(root) {
    this.box = root.querySelector("[data-search]");
    this.rows = [...root.querySelectorAll("[data-row] a.ref")];
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "j") this.step(1);
    else if (event.key === "k") this.step(-1);
    else if (event.key === "/") this.search(event);
  }

  step(by) {
    const at = this.rows.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : this.rows.length - 1) : at + by;
    this.rows[Math.max(0, Math.min(next, this.rows.length - 1))]?.focus();
  }

  search(event) {
    if (!this.box) return;
    event.preventDefault();
    this.box.focus();
  }
}
