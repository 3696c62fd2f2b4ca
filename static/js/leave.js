// Leaving fast: the page is replaced, so that the browser's Back button does not bring it up again.
import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";

export class LeaveFast extends ExitThisPage {
  exitPage() {
    document.body.classList.add("govuk-exit-this-page-hide-content");
    document.title = "…";
    window.location.replace(this.$button.href);
  }
}
