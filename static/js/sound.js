// Playing a recording by one button: it starts, and the same button stops it.
export class Sound {
  constructor(button, words) {
    this.button = button;
    this.words = words;
    this.toPlay = words.textContent;
    this.audio = new Audio();
    for (const name of ["ended", "pause", "error"]) this.audio.addEventListener(name, () => this.show(false));
    button.addEventListener("click", () => this.toggle());
  }

  async toggle() {
    if (!this.audio.paused) return this.audio.pause();
    for (const other of Sound.all) other.audio.pause();
    this.show(true);
    try {
      if (!this.audio.src) this.load(await this.fetched());
      this.audio.currentTime = 0;
      await this.audio.play();
    } catch {
      this.show(false);
    }
  }

  load(blob) {
    this.forget();
    this.audio.src = URL.createObjectURL(blob);
  }

  forget() {
    this.audio.pause();
    if (this.audio.src) URL.revokeObjectURL(this.audio.src);
    this.audio.removeAttribute("src");
  }

  show(playing) {
    this.words.textContent = playing ? this.button.dataset.playing : this.toPlay;
  }
}
Sound.all = new Set();

// A recording that was kept before: fetched to be heard, and never saved on the device.
export class Listen extends Sound {
  constructor(button) {
    super(button, button.querySelector("span"));
    Sound.all.add(this);
    button.hidden = false;
  }

  async fetched() {
    const answer = await fetch(this.button.dataset.file);
    if (!answer.ok) throw new Error("no recording");
    return answer.blob();
  }
}
