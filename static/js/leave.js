// Leaving fast: the page is hidden at once, closed with us, and replaced, so that Back does not bring it up again.
import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";

const PATIENCE = 400;

export class LeaveFast extends ExitThisPage {
  exitPage() {
    if (this.left) return;
    this.left = true;
    document.body.classList.add("govuk-exit-this-page-hide-content");
    document.title = "…";
    document.dispatchEvent(new CustomEvent("portal:leaving"));
    const closed = fetch(this.$button.href, { keepalive: true, redirect: "manual" }).catch(() => {});
    // However slow the answer is, nobody waits long for it: the request is on its way.
    const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    Promise.race([closed, waited]).then(() => window.location.replace(this.$root.dataset.away));
  }
}
