// A button that prints: it shows itself only where a script can press it.
export class PrintButton {
  static where = ".js-print";

  constructor(button) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
