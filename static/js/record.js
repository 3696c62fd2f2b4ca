// Saying it aloud: recorded here, heard here, and sent only when somebody presses *Keep this*.
import { Listen, Sound } from "./sound.js";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 32000; // enough for a voice, and little for somebody who pays for it
const FILLED = 0.95; // of the largest recording that is taken
const BEAT = 100;
const SILENT = 0.02;
const WAIT_FOR_SOUND = 6000;

class Recorder {

  constructor(root) {
    if (!window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) return;
    this.root = root;
    this.form = root.closest("form");
    for (const part of root.querySelectorAll("[data-part]")) this[part.dataset.part] = part;
    this.heard = new Sound(this.play, this.play);
    Sound.all.add(this.heard);
    this.start.addEventListener("click", () => this.ask());
    this.stop.addEventListener("click", () => this.finish());
    this.keep.addEventListener("click", () => this.send());
    this.erase.addEventListener("click", () => this.again());
    this.form.addEventListener("submit", (event) => this.leaving(event));
    window.addEventListener("pagehide", () => this.close());
    root.hidden = false;
  }

  async ask() {
    if (this.asking) return;
    this.asking = true;
    this.tell("");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.record();
    } catch {
      this.close();
      this.start.hidden = this.hint.hidden = true;
      this.tell("refused");
    }
    this.asking = false;
  }

  record() {
    window.speechSynthesis?.cancel(); // what reads the page aloud would be recorded too
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.pieces = [];
    this.size = 0;
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", (event) => this.took(event.data));
    this.recorder.addEventListener("stop", () => this.stopped());
    this.recorder.start(1000);
    this.since = this.loudAt = performance.now();
    this.watch();
    this.beat = setInterval(() => this.tick(), BEAT);
    this.show(this.live);
    this.tell("listening");
    this.stop.focus();
  }

  took(piece) {
    this.pieces.push(piece);
    this.size += piece.size;
    if (this.size > FILLED * Number(this.root.dataset.most)) this.finish("long-enough");
  }

  // How loud it is, to be seen; a browser that cannot tell shows the time alone.
  watch() {
    try {
      this.context = new AudioContext();
      this.meter = this.context.createAnalyser();
      this.meter.fftSize = 512;
      this.context.createMediaStreamSource(this.stream).connect(this.meter);
      this.wave = new Uint8Array(this.meter.fftSize);
    } catch {
      this.meter = null;
    }
  }

  tick() {
    const now = performance.now();
    const seconds = Math.floor((now - this.since) / 1000);
    this.time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (!this.meter || this.context.state !== "running") return;
    this.meter.getByteTimeDomainData(this.wave);
    const loud = this.wave.reduce((most, at) => Math.max(most, Math.abs(at - 128)), 0) / 128;
    this.draw(loud);
    if (loud > SILENT) this.loudAt = now;
    const quiet = now - this.loudAt > WAIT_FOR_SOUND;
    if (quiet !== this.quiet) this.tell(quiet ? "quiet" : "listening");
    this.quiet = quiet;
  }

  draw(loud) {
    const bars = [...this.level.children];
    this.levels = [...(this.levels ?? bars.map(() => 0)), Math.min(1, loud * 2)].slice(-bars.length);
    bars.forEach((bar, index) => bar.style.setProperty("--level", this.levels[index].toFixed(2)));
  }

  finish(why = "heard") {
    if (this.recorder?.state !== "recording") return;
    this.why = why;
    this.recorder.stop();
  }

  stopped() {
    const type = this.recorder.mimeType.split(";")[0];
    this.close();
    this.blob = new Blob(this.pieces, { type });
    this.pieces = [];
    this.heard.load(this.blob);
    this.show(this.choice);
    this.tell(this.why ?? "heard");
    this.play.focus();
  }

  // The microphone's light goes out as soon as it is not needed.
  close() {
    clearInterval(this.beat);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close().catch(() => {});
    this.stream = this.context = this.meter = this.levels = null;
    this.quiet = false;
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    this.heard.audio.pause();
    this.tell("keeping");
    try {
      const refused = await this.sent();
      if (refused) this.said.textContent = refused;
      else await this.kept();
    } catch {
      this.tell("not-kept");
    }
    this.sending = false;
  }

  // Why it was not kept, in the words of the page that says so; nothing where it was.
  async sent() {
    const data = new FormData();
    data.append("csrf_token", this.form.elements.csrf_token.value);
    data.append("files", this.blob, this.root.dataset.name.replace("{number}", this.number()));
    const answer = await fetch("/files", { method: "POST", body: data });
    // Only what was kept leads on to the list of files; a page that says why not stands at the same address.
    if (answer.redirected && answer.ok && new URL(answer.url).pathname === "/files") return "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const why = page.querySelector(".govuk-error-summary__list a, .govuk-error-message-text");
    if (!why) throw new Error("not kept");
    return why.textContent;
  }

  number() {
    const names = [...this.form.querySelectorAll(".added .typed")].map((name) => Number(/\d+$/.exec(name.textContent)?.[0] ?? 0));
    return Math.max(0, ...names.filter((number) => number < 1000)) + 1;
  }

  async kept() {
    this.forget();
    this.show(this.start);
    this.tell("kept");
    this.start.focus();
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const added = page.querySelector(".added");
    if (!added) return;
    document.querySelector(".added").replaceWith(added);
    listen(added);
  }

  again() {
    this.forget();
    this.show(this.start);
    this.tell("erased");
    this.start.focus();
  }

  forget() {
    this.heard.forget();
    this.blob = null;
  }

  // What was said and neither kept nor erased is not left behind by mistake.
  leaving(event) {
    if (!this.blob && !this.stream) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.finish("undecided");
    if (!this.blob) return;
    this.tell("undecided");
    this.keep.focus();
  }

  show(part) {
    for (const one of [this.start, this.live, this.choice]) one.hidden = one !== part;
    this.hint.hidden = part !== this.start;
  }

  tell(what) {
    this.said.textContent = what ? this.root.dataset[what.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())] : "";
    this.said.classList.toggle("recorder__said--shown", Boolean(what) && what !== "listening");
  }
}

const listen = (within) => within.querySelectorAll("[data-module=listen]").forEach((button) => new Listen(button));

document.querySelectorAll("[data-module=recorder]").forEach((root) => new Recorder(root));
listen(document);
