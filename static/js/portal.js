// What pages gain from a script: nothing here is needed to answer, send or read.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { Keep } from "./keep.js";
import { LeaveFast } from "./leave.js";
import { PrintButton } from "./print.js";
import { QueueKeys } from "./queue.js";
import { ReadAloud } from "./read.js";
import { StillHere } from "./still.js";
import { Upload } from "./upload.js";

const parts = [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink, LeaveFast, PrintButton, QueueKeys, ReadAloud, Upload, Keep, StillHere,
];

document.body.classList.add("js-enabled", "govuk-frontend-supported");
const start = (within) => {
  for (const Part of parts) {
    for (const root of within.querySelectorAll(Part.where ?? `[data-module="${Part.moduleName}"]`)) {
      try {
        new Part(root);
      } catch (error) {
        // One part that fails to start must not stop the others: the page works without any of them.
        console.warn(error);
      }
    }
  }
};
start(document);
document.addEventListener("portal:renewed", (event) => start(event.detail));
